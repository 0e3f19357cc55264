import ArgumentParser
import ConfigurationFiles
import Exporting
import Loading

struct SchemaCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the keys of pipeline or catalog files, or the table definition of a pipeline.",
    discussion: """
      Keys are printed as a JSON Schema for editors, or as a reference page. An editor with a YAML language server completes keys and marks errors if the file's first line is \
      `# yaml-language-server: $schema=PATH`. `init` writes that line if pipeline.schema.json is in the new pipeline's \
      folder; for catalog files, catalog.schema.json.

      --for ENGINE prints the SQL that creates the table of a pipeline file's columns, as `load` would create it.

      Example:
        tidemark schema > pipeline.schema.json
        tidemark schema catalog --format markdown
        tidemark schema --for postgres --sandbox pipelines/*-transferred-calls.yaml
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case pipeline
    case catalog

    var keys: [KeySpec] {
      switch self {
      case .pipeline: PipelineKeys.all()
      case .catalog: CatalogKeys.all
      }
    }
  }

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json
    case markdown
  }

  @Argument(
    help: ArgumentHelp("Kind of file: pipeline or catalog; with --for, a pipeline file.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file = Kind.pipeline.rawValue

  @Option(help: "Output format: `json` (a JSON Schema), or `markdown` (a reference page).")
  var format = Format.json

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("Print the definition of the table for this engine.", valueName: "engine"))
  var engine: WarehouseEngine?

  @OptionGroup(title: "Source") var source: SourceOptions

  func validate() throws {
    if engine == nil, Kind(rawValue: file) == nil {
      throw ValidationError("expected pipeline or catalog, found \(file); a pipeline file requires --for ENGINE")
    }
    if engine == nil, source.sandbox { throw ValidationError("--sandbox requires --for") }
  }

  func run(_ console: Console) throws {
    if let engine { return try printDefinition(for: engine, console) }
    let kind = Kind(rawValue: file) ?? .pipeline
    switch format {
    case .json: console.print(JSONSchemaGenerator.text(of: kind.keys, title: "Tidemark \(kind.rawValue)"))
    case .markdown: console.print(MarkdownReference.text(of: kind))
    }
  }

  private func printDefinition(for engine: WarehouseEngine, _ console: Console) throws {
    for job in try PipelineLoader(console: console).jobs([file], inSandbox: source.sandbox) {
      do throws(LoadError) {
        console.print(try job.file.tableDefinition(for: engine))
      } catch {
        console.log("\(job.file.path): error: \(error)")
        throw ExitStatus.configuration.asExitCode
      }
    }
  }
}

extension WarehouseEngine: ExpressibleByArgument {}
