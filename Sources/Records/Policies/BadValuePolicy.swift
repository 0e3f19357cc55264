/// The handling of a value that cannot be cast to its column's type, and of a missing required key.
package enum BadValuePolicy: String, CaseIterable, Hashable, Sendable {
  case fail
  /// Rejects the complete record.
  case quarantine
  case null
}
