import Checkpoints
import Declarations
import Exporting
import Foundation
import Planning
import Records
import Storage
import SystemPackage

/// The file that `run --metrics` keeps up to date. Metrics of pipelines that a command does not run are kept.
struct MetricsFile {
  let path: FilePath
  private let files = DiskFileStore()
  private let clock = SystemTimekeeper()

  /// Checks before the run that the metrics file can be written, for example that its directory exists.
  func fault() -> String? {
    do {
      // Following symbolic links, as a listing does.
      guard try files.status(path.parentDirectory) != nil else {
        return "cannot write the metrics: directory \(path.parentDirectory) does not exist"
      }
      _ = try files.list(path.parentDirectory)
      return try files.status(path)?.kind == .directory ? "cannot write the metrics: \(path) is a directory" : nil
    } catch {
      return "cannot write the metrics: \(error)"
    }
  }

  /// Replaces the file atomically, readable by all users, because the collector runs as another user.
  ///
  /// - Throws: `StorageError`.
  func update(_ results: [PipelineResult], exitCode: Int32) throws {
    // A file that does not exist, or that another program wrote, has no metrics to keep; an unreadable one may have.
    let before = try files.status(path).map { _ in
      try MetricsText(parsing: String(decoding: files.read(path, limit: 16 << 20), as: UTF8.self))
    }
    var metrics = before ?? MetricsText()
    for result in results {
      let lastSuccess = before?.value(.lastSuccessTimestamp, pipeline: result.job.file.name)
      metrics.remove(pipeline: result.job.file.name)
      describe(result, lastSuccess: lastSuccess, in: &metrics)
    }
    metrics.set(.commandTimestamp, clock.now.seconds)
    metrics.set(.commandExitCode, exitCode)
    metrics.set(.buildInfo, 1, labels: [("version", tidemarkVersion)])
    try files.replaceFile(path, with: Array(metrics.text.utf8), mode: .everyone)
  }

  private func describe(_ result: PipelineResult, lastSuccess: String?, in metrics: inout MetricsText) {
    let pipeline = [("pipeline", result.job.file.name)]
    // Uses today's date, regardless of `--now`, because alerts compare these times with the clock.
    let end = result.end
    // If the sink cannot be read, only the run's own numbers are written: a missing series is better than an outdated
    // one.
    let status = try? ExportStatus(
      result.job, options: ExportOptions(), files: files, now: end, historyCount: lastSuccess == nil ? .max : 30)
    if result.ending.exitCode == 0 {
      metrics.set(.lastSuccessTimestamp, end.seconds, labels: pipeline)
    } else if let lastSuccess {
      metrics.set(.lastSuccessTimestamp, lastSuccess, labels: pipeline)
    } else if let run = status?.runs.first(where: { $0.exitCode == 0 }), let ended = run.endedAt {
      metrics.set(.lastSuccessTimestamp, ended.seconds, labels: pipeline)
    }
    metrics.set(.lastRunTimestamp, end.seconds, labels: pipeline)
    metrics.set(.lastRunDuration, (end - result.start).secondsRounded, labels: pipeline)
    metrics.set(.lastRunExitCode, result.ending.exitCode, labels: pipeline)
    if let hook = result.hook { metrics.set(.lastRunOnFinish, hook.isSuccess ? 1 : 0, labels: pipeline) }
    let summary = result.ending.summary
    for (outcome, count) in [
      ("committed", summary?.committed), ("unchanged", summary?.unchanged), ("empty", summary?.empty),
      ("skipped", summary?.skipped), ("failed", summary?.failedChunks), ("left", summary?.left),
    ] {
      metrics.set(.lastRunChunks, count ?? 0, labels: pipeline + [("outcome", outcome)])
    }
    metrics.set(.lastRunRows, summary?.rows ?? 0, labels: pipeline)
    metrics.set(.lastRunRejected, summary?.rejected ?? 0, labels: pipeline)
    metrics.set(.lastRunReceived, summary?.bytesReceived ?? 0, labels: pipeline)
    metrics.set(.lastRunWritten, summary?.bytesWritten ?? 0, labels: pipeline)
    metrics.set(.lastRunCalls, summary?.calls ?? 0, labels: pipeline)
    metrics.set(.lastRunRetries, summary?.retries ?? 0, labels: pipeline)
    if let status { describe(status, labels: pipeline, in: &metrics) }
  }

  private func describe(_ status: ExportStatus, labels: [(String, String)], in metrics: inout MetricsText) {
    if let end = status.completeUntil { metrics.set(.completeUntilTimestamp, end.seconds, labels: labels) }
    for mark in ExportStatus.Mark.allCases {
      metrics.set(.chunks, status.count(mark), labels: labels + [("state", mark.rawValue)])
    }
    metrics.set(.dueChunks, status.dueCount, labels: labels)
    metrics.set(.rows, status.rows, labels: labels)
    metrics.set(.rejected, status.rejected, labels: labels)
    metrics.set(.partitionBytes, status.bytes, labels: labels)
  }
}
