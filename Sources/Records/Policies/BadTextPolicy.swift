/// The handling of invalid UTF-8, unpaired surrogates, invalid JSON escapes, and U+0000 unless it is kept.
package enum BadTextPolicy: String, CaseIterable, Hashable, Sendable {
  /// Replaces each bad part with U+FFFD and counts them.
  case replace
  /// Rejects the complete record.
  case quarantine
  case fail
}
