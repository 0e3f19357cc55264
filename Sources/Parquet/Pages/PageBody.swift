/// A page's content before or after compression.
struct PageBody: Sendable {
  enum State: Sendable {
    case raw([UInt8])
    case compressed([UInt8], crc: UInt32)
  }

  var state: State
  /// Bytes before compression.
  let rawCount: Int
  /// True if a job for the page was returned.
  var isTaken = false

  init(raw: [UInt8]) {
    state = .raw(raw)
    rawCount = raw.count
  }

  var isCompressed: Bool {
    if case .compressed = state { true } else { false }
  }
}
