/// A regular expression of a catalog that takes too long.
package struct CatalogPatternTimeout: Error, Hashable, Sendable, CustomStringConvertible {
  package var pattern: String

  package init(pattern: String) {
    self.pattern = pattern
  }

  package var description: String {
    "the catalog's pattern `\(pattern)` takes too long to match; remove repetitions within repetitions"
  }
}
