/// The first record of a batch with something bad that the rules do not forgive.
package struct MappingError: Error, Hashable, Sendable {
  /// The column's name.
  package var field: String
  /// Counted from 0 in the batch; the caller may add the records that went before.
  package var index: Int
  /// The value, at most 200 characters of it, with control characters made visible; nil if there was none.
  package var value: String?
  package var reason: String
  /// The rule that failed the record, as a pipeline file calls it.
  package var rule: Rule

  package enum Rule: String, Hashable, Sendable {
    case badValues = "rules.bad_values"
    case badText = "rules.bad_text"
  }

  package init(field: String, index: Int, value: String?, reason: String, rule: Rule) {
    self.field = field
    self.index = index
    self.value = value
    self.reason = reason
    self.rule = rule
  }
}

extension MappingError: CustomStringConvertible {
  package var description: String {
    "record \(index + 1), column '\(field)': \(reason); `\(rule.rawValue): quarantine` rejects such records instead"
  }
}
