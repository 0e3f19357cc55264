/// Which of the two files a YAML text is, by its keys.
package enum FileKind: Sendable {
  case pipeline
  case catalog

  /// A file that is neither, or cannot be read, is treated as a pipeline.
  package init(yaml: String) {
    let root = YAMLDocument(yaml, path: "").root
    let isPipeline = ["version", "source", "range", "sink"].contains { root?[$0] != nil }
    self = !isPipeline && ["system", "reports"].contains { root?[$0] != nil } ? .catalog : .pipeline
  }

  /// Returns true if a text has the keys of a pipeline and none of a catalog.
  package static func isPipeline(yaml: String) -> Bool {
    let root = YAMLDocument(yaml, path: "").root
    return ["source", "range", "sink"].contains { root?[$0] != nil } && root?["reports"] == nil
  }
}
