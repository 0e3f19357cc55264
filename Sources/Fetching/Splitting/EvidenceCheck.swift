/// Checks complete responses against what earlier responses to the same request have shown.
///
/// A response with fewer records proves nothing: it is requested once more, and a second contradiction is final.
struct EvidenceCheck {
  struct Contradiction {
    var reason: String
    /// The response was requested once more already.
    var isFinal: Bool
  }

  private(set) var evidence = RecordEvidence()
  private var hasRepeated = false

  mutating func note(_ shown: RecordEvidence) {
    evidence.add(shown)
  }

  /// The contradiction between earlier responses and a complete one with `count` records; nil if there is none.
  mutating func contradiction(by count: Int) -> Contradiction? {
    let expected = hasRepeated ? evidence.expectedAgain : evidence.expected
    guard count < expected else { return nil }
    defer { hasRepeated = true }
    return Contradiction(
      reason: "the response has \(count) records, but an incomplete response before it showed at least \(expected)",
      isFinal: hasRepeated)
  }
}
