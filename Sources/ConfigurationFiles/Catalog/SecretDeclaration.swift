/// A value that a pipeline gives under `source` and that is never shown.
package struct SecretDeclaration: Sendable {
  package var name: String
  package var help: String?

  package init(name: String, help: String?) {
    self.name = name
    self.help = help
  }
}
