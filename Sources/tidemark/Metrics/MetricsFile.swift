import Checkpoints
import ConfigurationFiles
import Exporting
import Foundation
import Loading
import Planning
import Records
import Storage
import SystemPackage

/// The file that `run --metrics` keeps up to date. Metrics of pipelines that a command does not run are kept.
struct MetricsFile {
  let path: FilePath
  private let files = DiskFileStore()
  private let clock = SystemWallClock()

  /// The longest wait for another process that updates the file, and the pause between two attempts.
  private static let patience = Duration.seconds(30)
  private static let pause = Duration.milliseconds(10)

  /// Checks before the run that the metrics file can be written, for example that its directory exists.
  func error() -> String? {
    do {
      // Following symbolic links, as a listing does.
      guard try files.status(path.parentDirectory) != nil else {
        return "cannot write the metrics: directory \(path.parentDirectory) does not exist"
      }
      _ = try files.list(path.parentDirectory)
      if try files.status(path)?.kind == .directory { return "cannot write the metrics: \(path) is a directory" }
      _ = try NamedFile(path).replacementPath()
      return nil
    } catch {
      return "cannot write the metrics: \(error)"
    }
  }

  /// Replaces the file atomically, readable by all users, because the collector runs as another user.
  ///
  /// Several processes may update one file: each keeps what the others have written, because a lock next to the file
  /// lets one in at a time.
  ///
  /// - Throws: `StorageError`.
  func update(_ results: [PipelineResult], exitCode: Int32) async throws {
    let path = try NamedFile(path).replacementPath()
    let known = try read(path)
    // Reading the sinks may take a while, so it happens outside the lock.
    let updates = results.map { result in
      let isKnown = known?.value(.lastSuccessTimestamp, pipeline: result.job.file.name) != nil
      // Uses today's date, regardless of `--now`, because alerts compare these times with the clock.
      // If the sink cannot be read, only the run's own numbers are written: a missing series is better than an outdated
      // one.
      let status = try? ExportStatus(
        result.job, options: ExportOptions(), files: files, now: result.end, historyCount: isKnown ? 30 : .max)
      return (result, status)
    }
    let lock = try await lock(path)
    defer { lock.unlock() }
    let before = try read(path)
    var metrics = before ?? MetricsFormatter()
    for (result, status) in updates {
      let lastSuccess = before?.value(.lastSuccessTimestamp, pipeline: result.job.file.name)
      metrics.remove(pipeline: result.job.file.name)
      describe(result, status, lastSuccess: lastSuccess, in: &metrics)
    }
    metrics.set(.commandTimestamp, clock.now.seconds)
    metrics.set(.commandExitCode, exitCode)
    metrics.set(.buildInfo, 1, labels: [("version", tidemarkVersion)])
    for name in try files.list(path.parentDirectory) where path.isUniqueSibling(name) {
      // A killed process left it, because the current writer holds the lock.
      try files.remove(path.parentDirectory.appending(name))
    }
    try files.replaceFile(path, with: Array(metrics.text.utf8), mode: .everyone, sibling: path.uniqueSibling())
  }

  /// The metrics in the file; nil if it does not exist. A file of another program has no metrics to keep.
  private func read(_ path: FilePath) throws(StorageError) -> MetricsFormatter? {
    guard try files.status(path) != nil else { return nil }
    return MetricsFormatter(parsing: String(decoding: try files.read(path, limit: 16 << 20), as: UTF8.self))
  }

  /// Locks a separate file, `.NAME.lock`, because the metrics file is replaced by each update.
  private func lock(_ path: FilePath) async throws -> any FileLock {
    let name = path.string.split(separator: "/").last ?? ""
    let lockPath = path.parentDirectory.appending(".\(name).lock")
    let start = clock.elapsed
    while clock.elapsed - start < MetricsFile.patience {
      if let lock = try files.lock(lockPath, mode: .shared) { return lock }
      // A canceled run also waits, because its metrics count.
      await Task { [clock] in try? await clock.sleep(for: MetricsFile.pause) }.value
    }
    throw StorageError(operation: "lock", path: lockPath, errno: .resourceTemporarilyUnavailable)
  }

  private func describe(
    _ result: PipelineResult, _ status: ExportStatus?, lastSuccess: String?, in metrics: inout MetricsFormatter
  ) {
    let pipeline = [("pipeline", result.job.file.name)]
    let end = result.end
    if result.runResult.exitCode == 0 {
      metrics.set(.lastSuccessTimestamp, end.seconds, labels: pipeline)
    } else if let lastSuccess {
      metrics.set(.lastSuccessTimestamp, lastSuccess, labels: pipeline)
    } else if let run = status?.runs.first(where: { $0.exitCode == 0 }), let ended = run.endedAt {
      metrics.set(.lastSuccessTimestamp, ended.seconds, labels: pipeline)
    }
    metrics.set(.lastRunTimestamp, end.seconds, labels: pipeline)
    metrics.set(.lastRunDuration, (end - result.start).secondsRounded, labels: pipeline)
    metrics.set(.lastRunExitCode, result.runResult.exitCode, labels: pipeline)
    if let hook = result.hook { metrics.set(.lastRunOnFinish, hook.isSuccess ? 1 : 0, labels: pipeline) }
    if let load = result.load { describe(load, labels: pipeline, in: &metrics) }
    let summary = result.runResult.summary
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

  private func describe(
    _ load: Result<LoadSummary, LoadError>, labels: [(String, String)], in metrics: inout MetricsFormatter
  ) {
    metrics.set(.lastLoadExitCode, (ExitStatus(load) ?? .success).rawValue, labels: labels)
    let summary = try? load.get()
    for (outcome, count) in [
      ("loaded", summary?.loaded), ("removed", summary?.removed), ("unchanged", summary?.unchanged),
    ] {
      metrics.set(.lastLoadPartitions, count ?? 0, labels: labels + [("outcome", outcome)])
    }
    metrics.set(.lastLoadRows, summary?.rows ?? 0, labels: labels)
  }

  private func describe(_ status: ExportStatus, labels: [(String, String)], in metrics: inout MetricsFormatter) {
    if let end = status.completeUntil { metrics.set(.completeUntilTimestamp, end.seconds, labels: labels) }
    for state in ExportStatus.ItemState.allCases {
      metrics.set(.chunks, status.count(state), labels: labels + [("state", state.rawValue)])
    }
    metrics.set(.dueChunks, status.dueCount, labels: labels)
    metrics.set(.rows, status.rows, labels: labels)
    metrics.set(.rejected, status.rejected, labels: labels)
    metrics.set(.partitionBytes, status.bytes, labels: labels)
  }
}
