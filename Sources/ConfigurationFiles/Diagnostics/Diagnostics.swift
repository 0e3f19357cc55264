/// All errors of a file.
package struct Diagnostics: Error, Sendable, CustomStringConvertible {
  package var list: [Diagnostic]

  package init(_ list: [Diagnostic]) {
    self.list = list
  }

  package var description: String { list.map(\.description).joined(separator: "\n") }
}
