import Records

/// The values to find in a response, and limits.
package struct AnswerShape: Sendable {
  /// The keys from the root of the response to its records; empty if the response itself contains the records.
  package var records: [String]
  /// Key paths within a record, the slots of `RawBatch` in order. Only objects are descended into.
  package var wanted: [[String]]
  /// Key paths from the root of the response whose values are in `AnswerSummary.captured`, in the same order.
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

/// The handling of top-level keys of the records that are not wanted.
package enum ExtrasPolicy: Hashable, Sendable {
  case ignore
  /// They are counted by name in `AnswerSummary.unknownFields`.
  case names
  /// They are counted, and `RawBatch.extras` has their values.
  case values
}

/// Limits that bound the memory of reading for any input.
package struct ReadingLimits: Hashable, Sendable {
  /// The longest record, in bytes.
  package let recordBytes: Int
  /// The maximum nesting of objects and arrays, counted from the root of the response.
  package let depth: Int
  /// The longest body, in bytes; nil: any length.
  package let bodyBytes: Int?
  /// About how many received bytes make a batch. A batch ends with the first record that reaches it.
  package let batchBytes: Int

  /// `recordBytes` is at most `ValueRef.maximumLength`, `depth` at most 64.
  package init(
    recordBytes: Int = ValueRef.maximumLength, depth: Int = 64, bodyBytes: Int? = nil, batchBytes: Int = 256 << 10
  ) {
    precondition(1...ValueRef.maximumLength ~= recordBytes, "a record's length must fit in a reference")
    precondition(1...64 ~= depth, "one word holds the kinds of all open brackets")
    precondition(batchBytes >= 1, "a batch has bytes")
    self.recordBytes = recordBytes
    self.depth = depth
    self.bodyBytes = bodyBytes
    self.batchBytes = batchBytes
  }
}
