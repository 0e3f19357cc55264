import Exporting
import Fetching

/// Shows a run's events to whoever watches.
protocol ProgressReporter: Sendable {
  func report(_ event: ExportEvent)
}

extension ReportingOptions {
  func reporter(_ console: Console) -> any ProgressReporter {
    switch logFormat {
    case .text: TextReporter(console: console, isQuiet: quiet, isVerbose: verbose)
    case .json: JSONReporter(console: console, isQuiet: quiet)
    }
  }
}
