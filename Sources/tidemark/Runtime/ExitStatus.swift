import ArgumentParser
import Exporting

/// Exit codes of the program, from BSD's `sysexits.h`.
enum ExitStatus: Int32, CaseIterable, Sendable {
  /// Every chunk of the range that has ended is committed. Quarantined rows are reported and are not a failure.
  case success = 0
  /// An unexpected failure, for example a bug in Tidemark.
  case unexpected = 1
  /// Wrong flags or arguments.
  case usage = 64
  /// Bad data from the source (truncated, miscounted, invalid JSON, a second over the cap, too many rejects), or
  /// findings of an audit.
  case badData = 65
  /// The source is unavailable after all tries, or the sandbox's port is in use.
  case unavailable = 69
  /// A file cannot be written, or a file of the sink cannot be read.
  case cannotWrite = 73
  /// The run stopped and the next run resumes: quota, a resting or busy server, a locked sink, a signal.
  case resumable = 75
  /// The API rejected the credentials.
  case denied = 77
  /// The pipeline or catalog file is wrong, the API reports that the request is wrong, a recording lacks a response,
  /// or the pipeline's settings differ from those of committed chunks.
  case configuration = 78

  /// Ends the command with this status, for ArgumentParser to carry out.
  var asExitCode: ExitCode { ExitCode(rawValue) }

  init(_ kind: ExportError.Kind?) {
    guard let kind else {
      self = .success
      return
    }
    self = ExitStatus(rawValue: kind.exitCode) ?? .unexpected
  }

  init(_ summary: ExportSummary) {
    self.init(summary.failureKind)
  }
}
