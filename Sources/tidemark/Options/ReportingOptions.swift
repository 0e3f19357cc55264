import ArgumentParser

/// Options for a command's output and log.
struct ReportingOptions: ParsableArguments {
  enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Option(help: "Log format on standard error: `text`, or `json` (one object per line).")
  var logFormat = LogFormat.text

  @Flag(name: .shortAndLong, help: "Print only warnings and errors.")
  var quiet = false
}
