import ArgumentParser
import Declarations

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of the pipeline file or of the catalog file, for editors.",
    discussion: """
      An editor with a YAML language server completes keys and marks faults once the file's first line is \
      `# yaml-language-server: $schema=PATH`.

      Example:
        tidemark schema pipeline
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case pipeline
    case catalog
  }

  @Argument(help: ArgumentHelp("pipeline or catalog.", valueName: "file"))
  var kind = Kind.pipeline

  func run() {
    switch kind {
    case .pipeline: Console().print(SchemaText.text(of: PipelineKeys.all(), title: "Tidemark pipeline"))
    case .catalog: Console().print(SchemaText.text(of: CatalogKeys.all, title: "Tidemark catalog"))
    }
  }
}
