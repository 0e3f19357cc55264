import Records

/// Copies of captured values, gathered as their bytes pass by.
struct CaptureCollector: Sendable {
  /// Longer values are truncated.
  static let maxBytes = 64 << 10

  private struct Open {
    var capture: Int
    /// Objects and arrays around the value.
    var depth: Int
    /// Offset of the first byte that isn't copied yet.
    var start: Int
  }

  private(set) var values: [CapturedValue?]
  private var open: [Open] = []

  init(count: Int) {
    values = Array(repeating: nil, count: count)
  }

  mutating func begin(_ captures: [Int], kind: ValueRef.Kind, depth: Int, at start: Int) {
    for capture in captures {
      values[capture] = CapturedValue(kind: kind, text: [], isCut: false)
      open.append(Open(capture: capture, depth: depth, start: start))
    }
  }

  /// Ends those that began at `depth`.
  mutating func end(_ bytes: Span<UInt8>, depth: Int, at end: Int) {
    while let last = open.last, last.depth == depth {
      open.removeLast()
      copy(last, bytes, to: end)
    }
  }

  /// Ends all open captures, because their values continue with bytes that are not copied.
  mutating func cut(_ bytes: Span<UInt8>, at end: Int) {
    for value in open {
      copy(value, bytes, to: end)
      values[value.capture]?.isCut = true
    }
    open = []
  }

  /// An object with these values was met again, and the last one counts.
  mutating func forget(_ captures: [Int]) {
    for capture in captures { values[capture] = nil }
  }

  /// Continues with the bytes from `start` on.
  mutating func resume(at start: Int) {
    for index in open.indices { open[index].start = start }
  }

  /// The bytes up to `end` will be gone.
  mutating func pause(_ bytes: Span<UInt8>, at end: Int) {
    for value in open { copy(value, bytes, to: end) }
  }

  private mutating func copy(_ value: Open, _ bytes: Span<UInt8>, to end: Int) {
    guard var captured = values[value.capture] else { return }
    let kept = min(end - value.start, CaptureCollector.maxBytes - captured.text.count)
    if kept < end - value.start { captured.isCut = true }
    // Given back below: two owners would copy the text at each step.
    values[value.capture] = nil
    captured.text.append(contentsOf: bytes.bytes(from: value.start, to: value.start + kept))
    values[value.capture] = captured
  }
}
