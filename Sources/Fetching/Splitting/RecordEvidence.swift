/// The records that responses have shown to exist, although none of these responses could be taken.
package struct RecordEvidence: Hashable, Sendable {
  /// The most records that one response contained.
  package var held: Int
  /// The most records that one response declared.
  package var declared: Int

  package init(held: Int = 0, declared: Int = 0) {
    self.held = held
    self.declared = declared
  }

  /// The fewest records that complete responses must have.
  package var expected: Int { max(held, declared) }

  /// The fewest records after everything was requested once more: a declared count may have been wrong, but an empty
  /// response does not refute it.
  package var expectedAgain: Int { max(held, min(declared, 1)) }

  mutating func add(_ other: RecordEvidence) {
    held = max(held, other.held)
    declared = max(declared, other.declared)
  }

  /// The same evidence, with the records of the pages before.
  func following(_ records: Int) -> RecordEvidence {
    func sum(_ count: Int) -> Int {
      let (sum, overflow) = records.addingReportingOverflow(count)
      return overflow ? .max : sum
    }
    return RecordEvidence(held: sum(held), declared: declared > 0 ? sum(declared) : 0)
  }
}
