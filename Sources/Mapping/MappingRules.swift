/// The handling of values and texts that cannot be used unchanged.
package struct MappingRules: Hashable, Sendable {
  package var badValues: BadValuePolicy
  package var badText: BadTextPolicy
  /// U+0000 is text like any other; otherwise it is bad text, because most loaders reject it or lose the text after it.
  package var keepsNUL: Bool

  package init(
    badValues: BadValuePolicy = .quarantine, badText: BadTextPolicy = .replace, keepsNUL: Bool = false
  ) {
    self.badValues = badValues
    self.badText = badText
    self.keepsNUL = keepsNUL
  }

  /// The handling of a value that cannot be cast to its column's type, and of a missing required key.
  package enum BadValuePolicy: String, CaseIterable, Hashable, Sendable {
    case fail
    /// Rejects the complete record.
    case quarantine
    case null
  }

  /// The handling of invalid UTF-8, unpaired surrogates, invalid JSON escapes, and U+0000 unless it is kept.
  package enum BadTextPolicy: String, CaseIterable, Hashable, Sendable {
    /// U+FFFD replaces each bad part.
    case replace
    /// Rejects the complete record.
    case quarantine
    case fail
  }
}
