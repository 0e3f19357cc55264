/// The handling of top-level keys of the records that are not wanted.
package enum ExtrasPolicy: Hashable, Sendable {
  case ignore
  /// They are counted by name in `ResponseSummary.unknownFields`.
  case names
  /// They are counted, and `RawBatch.extras` has their values.
  case values
}
