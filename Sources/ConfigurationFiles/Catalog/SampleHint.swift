/// A hint for generating sample values.
package struct SampleHint: Sendable {
  /// One of a closed list; nil: follows from the type.
  package var like: Likeness?
  /// The values to choose from; empty: `like` or the type decides.
  package var values: [String]
  /// Sends the value as JSON text even if its type is a number.
  package var asText: Bool
  /// The share of records (0...1) that lack the key.
  package var missing: Double

  package enum Likeness: String, CaseIterable, Sendable {
    case id
    case phone
    case person
    case email
    case sentence
    case message
    case duration
    case count
    case ratio
    case word
    /// One row for each of `values`: the field that distinguishes a window report's rows.
    case key
    /// The event's own time in the vendor's local format (`yyyy-MM-dd HH:mm:ss`), or the date group of a row.
    case time
  }

  package init(like: Likeness?, values: [String], asText: Bool, missing: Double) {
    self.like = like
    self.values = values
    self.asText = asText
    self.missing = missing
  }
}
