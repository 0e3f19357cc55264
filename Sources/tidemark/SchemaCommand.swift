import ArgumentParser
import Declarations

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the keys of the pipeline file or of the catalog file: a JSON Schema for editors, or a reference.",
    discussion: """
      An editor with a YAML language server completes keys and marks faults once the file's first line is \
      `# yaml-language-server: $schema=PATH`. Where pipeline.schema.json stands beside a new pipeline, `init` writes that \
      line; for catalog files, catalog.schema.json.

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

  @Argument(help: ArgumentHelp("Which file's keys.", valueName: "file"))
  var kind = Kind.pipeline

  @Option(help: "A JSON Schema, or a page for people.")
  var format = Format.json

  func run() {
    switch format {
    case .json: Console().print(SchemaText.text(of: kind.keys, title: "Tidemark \(kind.rawValue)"))
    case .markdown: Console().print(KeyReference.text(of: kind))
    }
  }
}
