import ArgumentParser
import ConfigurationFiles
import Exporting

/// The program. Each command has its own file and ends with one of the codes in `ExitStatus`.
@main
struct Tidemark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tidemark",
    abstract: "Exports reports from HTTP APIs to warehouse-ready files.",
    discussion: """
      A pipeline file (YAML) specifies a report, a date range split into chunks, columns and a sink. A run fetches the \
      chunks one after another, commits each separately, and skips committed chunks.

      Try it without credentials:
        tidemark run --sandbox pipelines/*-transferred-calls.yaml
      """,
    version: tidemarkVersion,
    subcommands: [
      RunCommand.self, PlanCommand.self, PreviewCommand.self, StatusCommand.self, CheckCommand.self, InitCommand.self,
      AuditCommand.self, LoadCommand.self, ReportsCommand.self, SchemaCommand.self, SandboxCommand.self,
      CatCommand.self,
    ])

  /// On the main thread, because the check must not depend on another one.
  @MainActor static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    SignalHandler.prepareProcess(isRun: arguments.first == RunCommand.configuration.commandName)
    StandardDescriptors.open()
    if let shortage = ProcessLimits.shortage() {
      Console().log("error: \(shortage)")
      exit(withError: ExitStatus.cannotWrite.asExitCode)
    }
    if let error = unknownCommand(in: arguments) { exit(withError: error) }
    await main(arguments)
  }

  /// The parser reports a misspelled command as an unexpected argument; this suggests the intended command.
  private static func unknownCommand(in arguments: [String]) -> ValidationError? {
    let word = arguments.first == "help" ? arguments.dropFirst().first : arguments.first
    let commands = configuration.subcommands.map { $0.configuration }
    if commands.contains(where: { !$0.shouldDisplay && $0.commandName == word }) { return nil }
    let names = commands.filter { $0.shouldDisplay }.compactMap { $0.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !names.contains(word) else { return nil }
    let hint = SpellingSuggestion.hint(for: word, among: names)
    return ValidationError(
      "Unknown command `\(word)`\(hint.isEmpty ? "; commands: \(names.joined(separator: ", "))." : hint)")
  }
}
