/// What happens to values and texts that cannot be taken as they are.
package struct MappingRules: Hashable, Sendable {
  package var badValues: BadValuePolicy
  package var badText: BadTextPolicy

  package init(badValues: BadValuePolicy = .quarantine, badText: BadTextPolicy = .replace) {
    self.badValues = badValues
    self.badText = badText
  }

  /// For a value that does not cast to its column's type and for a required key that is missing.
  package enum BadValuePolicy: String, CaseIterable, Hashable, Sendable {
    case fail
    /// The whole record is set aside.
    case quarantine
    case null
  }

  /// For invalid UTF-8, unpaired surrogates and escapes that JSON does not know.
  package enum BadTextPolicy: String, CaseIterable, Hashable, Sendable {
    /// U+FFFD takes the place of each bad part.
    case replace
    /// The whole record is set aside.
    case quarantine
    case fail
  }
}
