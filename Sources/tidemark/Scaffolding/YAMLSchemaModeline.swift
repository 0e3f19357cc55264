import Foundation
import SystemPackage

/// The first line of a YAML file, by which editors find its JSON Schema.
enum YAMLSchemaModeline {
  /// Returns the line if the schema is in the file's own folder under its standard name; otherwise nil.
  static func lines(of kind: SchemaCommand.Kind, beside path: String?) -> [String] {
    guard let path else { return [] }
    let schema = "\(kind.rawValue).schema.json"
    let place = FilePath(path).removingLastComponent().appending(schema)
    return FileManager.default.fileExists(atPath: place.string) ? ["# yaml-language-server: $schema=\(schema)"] : []
  }
}
