import ConfigurationFiles
import Records

/// Explains the failure of a client by what it printed.
struct ClientFailure {
  let load: LoadDeclaration
  let redactor: SecretRedactor

  /// Enough for the message of an engine and its context.
  private static let shownLines = 5

  /// The error of a client; nil if it succeeded.
  func error(_ result: ClientResult) -> LoadError? {
    switch result.exit {
    case .success: return nil
    case .stopped: return LoadError(.resumable, "stopped; the table is unchanged; load again")
    case .failure(let reason):
      let lines = result.errors + result.output
      if let known = known(lines) { return known }
      let name = load.client.first ?? ""
      let last = lines.suffix(ClientFailure.shownLines).map { shown($0) }.filter { !$0.isEmpty }
      let words = last.isEmpty ? "" : ":\n  \(last.joined(separator: "\n  "))"
      return LoadError(
        .unavailable,
        "the client `\(shown(name))` \(reason); \(load.table) is unchanged unless its output says otherwise\(words)")
    }
  }

  /// The error for a message that a script or `tidemark cat` raised on purpose.
  private func known(_ lines: [String]) -> LoadError? {
    for line in lines {
      func text(after marker: String) -> String? {
        line.firstRange(of: marker).map { shown(String(line[$0.upperBound...])) }
      }
      if let problem = text(after: PartitionStream.errorPrefix) {
        return LoadError(.badData, "\(problem); \(load.table) is unchanged; `tidemark audit` finds all damaged files")
      }
      if let file = text(after: LoadFailureText.wrongFile) {
        return LoadError(
          .badData,
          "\(file) does not have the SHA-256 of the manifest; \(load.table) is unchanged; "
            + "`tidemark audit` finds all damaged files")
      }
      if let count = text(after: LoadFailureText.wrongCount) {
        return LoadError(.badData, "wrong number of rows in chunk \(count); \(load.table) is unchanged")
      }
      if let value = text(after: LoadFailureText.unfit) {
        return LoadError(
          .configuration,
          "\(load.engine.title) cannot hold a value exactly: \(value); \(load.table) is unchanged; "
            + "give the field the type `double` or `string`")
      }
      if line.contains(LoadFailureText.overtaken) {
        return LoadError(.resumable, "another load changed \(load.table) at the same time; load again")
      }
      if line.contains(LoadFailureText.shared) {
        return LoadError(
          .configuration,
          "another pipeline loads \(load.table), and `\(LoadDeclaration.chunkColumn)` does not distinguish their "
            + "chunks; remove that field, or load into another table")
      }
      if load.engine == .duckdb, line.contains("Could not set lock on file") {
        return LoadError(.resumable, "another process has the database open: \(shown(line))")
      }
    }
    return nil
  }

  private func shown(_ text: String) -> String { SanitizedText(text, limit: 500, redactor: redactor).text }
}
