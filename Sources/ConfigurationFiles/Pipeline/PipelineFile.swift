package import Records

/// A pipeline as its author wrote it, checked against the catalog: what shall be exported, and whereto.
package struct PipelineFile: Sendable {
  /// The path it was read from, as given.
  package var path: String
  package var name: String
  package var description: String?
  package var source: SourceDeclaration
  package var range: RangeDeclaration
  /// All output columns in order: the pipeline's own, or the catalog's if the pipeline lists none, with the catalog's
  /// defaults filled in.
  package var fields: [FieldDeclaration]
  package var rules: RulesDeclaration
  package var sink: SinkDeclaration
  /// The command that runs after each run; it does not affect the bytes of the export.
  package var onFinish: HookDeclaration?
  /// The warehouse table to load; it does not affect the bytes of the export.
  package var load: LoadDeclaration?
  /// Warnings about the file, in order of position; missing secrets are in `missingSecretDiagnostics`.
  package var warnings: [Diagnostic] = []
  /// Positions of settings that are checked only when the range is planned, by their names, such as `range.chunk`.
  package var positions: [String: TextPosition] = [:]

  package init(
    path: String, name: String, description: String?, source: SourceDeclaration, range: RangeDeclaration,
    fields: [FieldDeclaration], rules: RulesDeclaration, sink: SinkDeclaration
  ) {
    self.path = path
    self.name = name
    self.description = description
    self.source = source
    self.range = range
    self.fields = fields
    self.rules = rules
    self.sink = sink
  }

  /// Secrets that are not to be had, each at its spot: warnings for commands that do not call the API.
  package func missingSecretDiagnostics(severity: Diagnostic.Severity) -> [Diagnostic] {
    source.missingSecrets.map {
      Diagnostic(path: path, line: $0.line, column: $0.column, severity: severity, message: $0.reason)
    }
  }

  /// The columns that a partition has, without `_extra`.
  package var schema: Schema {
    Schema(columns: fields.map { Column(name: $0.name, type: $0.type, isRequired: $0.isRequired) })
  }
}
