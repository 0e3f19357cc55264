import ArgumentParser
import Declarations
import Exporting

/// The program: a command a file, and each ends with one of the codes in `ExitCode`.
@main
struct Tidemark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tidemark",
    abstract: "Exports reports from HTTP APIs to warehouse-ready files.",
    discussion: """
      A pipeline file (YAML) names a report, a range of dates cut into chunks, the columns and a sink. A run fetches the \
      chunks one after another, commits each by itself, and skips what is committed already.

      Try it without credentials:
        tidemark run --sandbox pipelines/*-transferred-calls.yaml
      """,
    version: tidemarkVersion,
    subcommands: [
      RunCommand.self, PlanCommand.self, PreviewCommand.self, StatusCommand.self, CheckCommand.self, InitCommand.self,
      AuditCommand.self, ReportsCommand.self, SchemaCommand.self, SandboxCommand.self,
    ])

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let fault = unknownCommand(in: arguments) { exit(withError: fault) }
    await main(arguments)
  }

  /// The parser takes a misspelt command for an argument too many; here is told which one was meant.
  private static func unknownCommand(in arguments: [String]) -> ValidationError? {
    let word = arguments.first == "help" ? arguments.dropFirst().first : arguments.first
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !names.contains(word) else { return nil }
    let hint = NearestWord.hint(for: word, among: names)
    return ValidationError(
      "There is no command `\(word)`\(hint.isEmpty ? "; there are \(names.joined(separator: ", "))." : hint)")
  }
}
