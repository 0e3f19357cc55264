package import ConfigurationFiles
package import Records

/// The reason why the number of records that a response declares cannot be used.
package enum DeclaredCountProblem: Error, Hashable, Sendable {
  case missing
  /// The text is not a whole number, or the catalog's pattern does not find one in it.
  case unreadable(String)
  /// The number is negative, or more than any source has.
  case impossible(String)
  /// The catalog's pattern takes too long.
  case timeout(CatalogPatternTimeout)

  /// - Parameter path: where the response declares it.
  package func description(at path: [String], redactor: SecretRedactor) -> String {
    func shown(_ text: String) -> SanitizedText { SanitizedText(text, limit: 60, redactor: redactor) }
    let place = "`\(path.joined(separator: "."))`"
    return switch self {
    case .missing: "the response declares no number of records at \(place)"
    case .unreadable(let text): "the number of records at \(place) is unreadable: `\(shown(text))`"
    case .impossible(let text): "the number of records at \(place) is impossible: `\(shown(text))`"
    case .timeout(let error): error.description
    }
  }
}
