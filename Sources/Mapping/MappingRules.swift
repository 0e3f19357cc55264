/// The handling of values and texts that cannot be used unchanged.
package struct MappingRules: Hashable, Sendable {
  package var badValues: BadValuePolicy
  package var badText: BadTextPolicy

  package init(badValues: BadValuePolicy = .quarantine, badText: BadTextPolicy = .replace) {
    self.badValues = badValues
    self.badText = badText
  }

  /// The handling of a value that cannot be cast to its column's type, and of a missing required key.
  package enum BadValuePolicy: String, CaseIterable, Hashable, Sendable {
    case fail
    /// Rejects the complete record.
    case quarantine
    case null
  }

  /// The handling of invalid UTF-8, unpaired surrogates and invalid JSON escapes.
  package enum BadTextPolicy: String, CaseIterable, Hashable, Sendable {
    /// U+FFFD replaces each bad part.
    case replace
    /// Rejects the complete record.
    case quarantine
    case fail
  }
}
