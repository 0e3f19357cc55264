import Records

extension Span where Element == UInt8 {
  /// Reads the bytes between two members' values, or before the first one's, and checks the punctuation.
  ///
  /// The stretch ends with the closing brace, or before the first byte of a value. Its traits cover the key.
  func readKey(at start: Int, isFirst: Bool) throws(ScanStop) -> LearnedKey {
    var key = LearnedKey()
    var position = whitespaceEnd(from: start)
    if try byte(at: position) == UInt8(ascii: "}") {
      key.role = .end
      key.textLength = Int32(position + 1 - start)
      return key
    }
    if !isFirst {
      guard self[position] == UInt8(ascii: ",") else { throw .error(.noCommaOrBrace, at: position) }
      position = whitespaceEnd(from: position + 1)
    }
    guard try byte(at: position) == UInt8(ascii: "\"") else {
      throw .error(isFirst ? .noKeyOrEnd : .noKey, at: position)
    }
    guard let end = stringEnd(from: position + 1) else { throw .needsMore }
    key.keyStart = Int32(position + 1 - start)
    key.keyLength = Int32(end.length)
    key.keyTraits = end.traits
    position = whitespaceEnd(from: position + end.length + 2)
    guard try byte(at: position) == UInt8(ascii: ":") else { throw .error(.noColon, at: position) }
    position = whitespaceEnd(from: position + 1)
    // Whitespace may continue in bytes still to come, and the stretch must be complete.
    _ = try byte(at: position)
    key.textLength = Int32(position - start)
    return key
  }

  /// A copy.
  func bytes(from start: Int, to end: Int) -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(end - start)
    for index in start..<end { copy.append(self[index]) }
    return copy
  }
}

extension ValueRef {
  @inline(__always)
  init(_ kind: Kind, from start: Int, to end: Int, _ traits: TextTraits) {
    self.init(
      kind: kind, offset: start, length: end &- start, hasEscapes: traits.contains(.hasEscapes),
      isNonASCII: traits.contains(.isNonASCII))
  }
}
