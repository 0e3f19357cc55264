package import Records

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
}
