/// The values to find in a response, and limits.
package struct ResponseLayout: Sendable {
  /// The keys from the root of the response to its records; empty if the response itself contains the records.
  package var records: [String]
  /// Key paths within a record, the slots of `RawBatch` in order. Only objects are descended into.
  package var wanted: [[String]]
  /// Key paths from the root of the response whose values are in `ResponseSummary.captured`, in the same order.
  package var captures: [[String]]
  package var extras: ExtrasPolicy
  /// Known top-level keys of the records that are not part of a wanted path.
  package var knownKeys: Set<String>
  package var limits: ReadingLimits

  package init(
    records: [String], wanted: [[String]], captures: [[String]] = [], extras: ExtrasPolicy = .ignore,
    knownKeys: Set<String> = [], limits: ReadingLimits = ReadingLimits()
  ) {
    self.records = records
    self.wanted = wanted
    self.captures = captures
    self.extras = extras
    self.knownKeys = knownKeys
    self.limits = limits
  }
}
