import Records

/// What to look for in an answer, and how much of it to bear.
package struct AnswerShape: Sendable {
  /// Keys from the top of the answer to its records; empty where the answer itself is the records.
  package var records: [String]
  /// Key paths within a record, the slots of `RawBatch` in order. Only objects are descended into.
  package var wanted: [[String]]
  /// Key paths from the top of the answer whose values `AnswerSummary.captured` holds, in the same order.
  package var captures: [[String]]
  package var extras: ExtrasPolicy
  /// Keys of the records' top level that are known though no wanted path begins with them.
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

/// What becomes of keys of the records' top level that nobody asked for.
package enum ExtrasPolicy: Hashable, Sendable {
  case ignore
  /// They are counted by name in `AnswerSummary.unknownFields`.
  case names
  /// They are counted, and `RawBatch.extras` has their values.
  case values
}

/// Bounds that keep the memory of reading small whatever is sent.
package struct ReadingLimits: Hashable, Sendable {
  /// The longest record, in bytes.
  package let recordBytes: Int
  /// The most objects and arrays within one another, counted from the top of the answer.
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
