import ArgumentParser
import Exporting

/// What the program tells its caller: the codes of BSD's `sysexits.h`, and nothing else.
enum ExitStatus: Int32, CaseIterable, Sendable {
  /// Everything is committed; quarantined rows are told, not a failure.
  case success = 0
  /// What none of the others says; a defect of Tidemark's.
  case unexpected = 1
  /// Wrong flags or arguments.
  case usage = 64
  /// Bad data from the source (cut, miscounted, no JSON, a second over the cap, too many rejects), or damage found by an audit.
  case badData = 65
  /// The source is unavailable after all tries.
  case unavailable = 69
  /// A file cannot be written.
  case cannotWrite = 73
  /// Stopped, and the next run goes on from there: quota, a resting or busy server, a locked sink, a signal.
  case resumable = 75
  /// The credentials are refused.
  case denied = 77
  /// The pipeline or the catalog file is wrong, the API says the request is, or the pipeline has another shape than what is committed.
  case configuration = 78

  /// Ends the command with this status, for ArgumentParser to carry out.
  var asExitCode: ExitCode { ExitCode(rawValue) }

  init(_ kind: ExportFailure.Kind?) {
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
