/// Counts of a source's work so far.
package struct FetchCounts: Hashable, Sendable {
  /// Requests for rows, repeated ones too.
  package var calls = 0
  /// Those of the calls that repeated an earlier one.
  package var retries = 0
  package var logins = 0
  /// Bytes of all bodies, decompressed.
  package var bytes = 0

  package init() {}
}
