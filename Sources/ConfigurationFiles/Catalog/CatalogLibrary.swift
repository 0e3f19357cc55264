/// The systems that are part of the binary. A system is parsed when it is requested, so that starting the program is
/// fast.
package struct CatalogLibrary: Sendable {
  private let texts: [(name: String, text: String)]

  /// The library of the binary.
  package init() {
    self.init(files: embeddedSystems)
  }

  /// Files by their names, `NAME.yaml` each; a file describes the system `NAME`.
  package init(files: [(name: String, text: String)]) {
    texts = files.map { ($0.name.hasSuffix(".yaml") ? String($0.name.dropLast(5)) : $0.name, $0.text) }
  }

  /// The names of all systems, in alphabetical order.
  package var names: [String] { texts.map(\.name).sorted() }

  /// Returns the system with a name; nil if it does not exist.
  package func system(named name: String) throws(Diagnostics) -> CatalogSystem? {
    guard let text = texts.first(where: { $0.name == name })?.text else { return nil }
    return try CatalogSystem(yaml: text, path: "catalog:\(name).yaml")
  }

  /// The text of a system's file.
  package func text(named name: String) -> String? {
    texts.first { $0.name == name }?.text
  }
}
