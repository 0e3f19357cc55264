import Records

/// The text that a batch's values needed to have made, end to end.
struct StringArena {
  var bytes: [UInt8] = []

  /// Returns a reference to the text appended since `start`; nil, after removing the text, if it is beyond the range
  /// of references.
  mutating func reference(from start: Int) -> ValueRef? {
    let length = bytes.count - start
    guard length <= ValueRef.maximumLength, start <= Int(UInt32.max) else {
      bytes.removeLast(length)
      return nil
    }
    let isNonASCII = bytes.span.extracting(start..<bytes.count).isNonASCII
    return ValueRef(kind: .string, offset: start, length: length, isNonASCII: isNonASCII, isInArena: true)
  }

  mutating func reference(to text: some Collection<UInt8>) -> ValueRef? {
    let start = bytes.count
    bytes.append(contentsOf: text)
    return reference(from: start)
  }

  /// Hands the bytes over to someone who appends to them and gives them back.
  mutating func take() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return taken
  }

  mutating func removeAll(from start: Int) {
    bytes.removeLast(bytes.count - start)
  }
}

extension Span<UInt8> {
  /// True if the text contains a byte of 0x80 or above.
  var isNonASCII: Bool {
    var index = 0
    while index + 8 <= count {
      if word(at: index).marksOfNonASCII != 0 { return true }
      index += 8
    }
    while index < count {
      if self[index] >= 0x80 { return true }
      index += 1
    }
    return false
  }
}
