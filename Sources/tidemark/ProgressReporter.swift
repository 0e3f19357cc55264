import Exporting
import Fetching

/// Shows a run's events to whoever watches.
protocol ProgressReporter: Sendable {
  func report(_ event: ExportEvent)
}

extension ReportingOptions {
  /// On a terminal a line that is redrawn; elsewhere, in the logs of schedulers say, nothing that moves the cursor.
  func reporter(_ console: Console, pipeline: String, file: String) -> any ProgressReporter {
    switch logFormat {
    case .text where !quiet && console.isInteractive:
      LiveReporter(console: console, pipeline: pipeline, file: file, isVerbose: verbose)
    case .text:
      TextReporter(console: console, isQuiet: quiet, isVerbose: verbose, pipeline: pipeline, file: file)
    case .json: JSONReporter(console: console, pipeline: pipeline, isQuiet: quiet, isVerbose: verbose)
    }
  }

  /// Standard output and error in the form that was asked for.
  var console: Console { Console(tellsJSON: logFormat == .json) }
}
