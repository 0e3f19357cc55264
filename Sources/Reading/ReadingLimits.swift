import Records

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
