/// The environment of a pipeline file: variables, files and the catalog.
package struct ConfigurationEnvironment: Sendable {
  package var variables: [String: String]
  /// The text of a file; a relative path is relative to the working directory. What it throws is shown to people.
  package var readFile: @Sendable (_ path: String) throws -> String

  package init(variables: [String: String], readFile: @escaping @Sendable (_ path: String) throws -> String) {
    self.variables = variables
    self.readFile = readFile
  }
}
