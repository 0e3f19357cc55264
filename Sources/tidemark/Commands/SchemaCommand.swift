import ArgumentParser
import ConfigurationFiles

struct SchemaCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the keys of pipeline or catalog files as a JSON Schema for editors, or as a reference.",
    discussion: """
      An editor with a YAML language server completes keys and marks errors if the file's first line is \
      `# yaml-language-server: $schema=PATH`. `init` writes that line if pipeline.schema.json is in the new pipeline's \
      folder; for catalog files, catalog.schema.json.

      Example:
        tidemark schema > pipeline.schema.json
        tidemark schema catalog --format markdown
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

  @Argument(help: ArgumentHelp("Kind of file: pipeline or catalog.", valueName: "file"))
  var kind = Kind.pipeline

  @Option(help: "Output format: `json` (a JSON Schema), or `markdown` (a reference page).")
  var format = Format.json

  func run(_ console: Console) {
    switch format {
    case .json: console.print(JSONSchemaGenerator.text(of: kind.keys, title: "Tidemark \(kind.rawValue)"))
    case .markdown: console.print(MarkdownReference.text(of: kind))
    }
  }
}
