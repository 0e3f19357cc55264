import ArgumentParser
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
}
