import Exporting
import Fetching

/// Shows a run's events to whoever watches.
protocol ProgressReporter: Sendable {
  func report(_ event: ExportEvent)
}

extension ReportingOptions {
  /// On a terminal a line that is redrawn; elsewhere, in the logs of schedulers say, nothing that moves the cursor.
  func reporter(_ console: Console) -> any ProgressReporter {
    switch logFormat {
    case .text where !quiet && console.isInteractive: LiveReporter(console: console, isVerbose: verbose)
    case .text: TextReporter(console: console, isQuiet: quiet, isVerbose: verbose)
    case .json: JSONReporter(console: console, isQuiet: quiet)
    }
  }
}
