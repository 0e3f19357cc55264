import ArgumentParser

/// How a command speaks.
struct ReportingOptions: ParsableArguments {
  enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Option(help: "How progress is told on standard error: text for people, json for machines, one object a line.")
  var logFormat = LogFormat.text

  @Flag(name: .shortAndLong, help: "Tell faults only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Tell every request too.")
  var verbose = false
}
