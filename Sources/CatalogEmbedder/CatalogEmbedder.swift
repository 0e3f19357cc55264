import Foundation

/// Writes the Swift source that carries the catalog's files in the binary.
///
/// Usage: `CatalogEmbedder OUTPUT.swift FILE.yaml ...`; each file becomes one entry of `embeddedSystems`, in the order
/// of names.
@main
struct CatalogEmbedder {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let output = arguments.first else { fatalError("usage: CatalogEmbedder OUTPUT.swift FILE.yaml ...") }
    var source = "package let embeddedSystems: [(name: String, text: String)] = [\n"
    for path in arguments.dropFirst().sorted() {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let name = URL(fileURLWithPath: path).lastPathComponent
      source += "  (name: \(String(reflecting: name)), text: \(String(reflecting: text))),\n"
    }
    source += "]\n"
    try source.write(toFile: output, atomically: true, encoding: .utf8)
  }
}
