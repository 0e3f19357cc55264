import Exporting
import Fetching

/// Shows a run's events to the user.
protocol ProgressReporter: Sendable {
  func report(_ event: ExportEvent)
}

extension ReportingOptions {
  /// On a terminal, redraws one line; elsewhere, for example in a scheduler's log, writes plain lines.
  func reporter(_ console: Console, isVerbose: Bool, pipeline: String, file: String) -> any ProgressReporter {
    switch logFormat {
    case .text where !quiet && console.isInteractive:
      LiveReporter(console: console, pipeline: pipeline, file: file, isVerbose: isVerbose)
    case .text:
      TextReporter(console: console, isQuiet: quiet, isVerbose: isVerbose, pipeline: pipeline, file: file)
    case .json: JSONReporter(console: console, pipeline: pipeline, isQuiet: quiet, isVerbose: isVerbose)
    }
  }

  /// Standard output and error in the requested format.
  var console: Console { Console(logsJSON: logFormat == .json) }
}
