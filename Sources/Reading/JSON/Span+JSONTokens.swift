import Records

extension Span where Element == UInt8 {
  /// The byte at `position`; there must be more bytes if there is none.
  @inline(__always)
  func byte(at position: Int) throws(ScanStop) -> UInt8 {
    guard position < count else { throw .needsMore }
    return self[position]
  }

  /// Skips a value that is not a string and checks its grammar completely.
  ///
  /// - Parameter depth: the number of enclosing objects and arrays.
  func passedValue(at start: Int, depth: Int, limit: Int) throws(ScanStop) -> PassedValue {
    switch try byte(at: start) {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return PassedValue(kind: .number, end: try numberEnd(from: start), traits: [])
    case UInt8(ascii: "n"):
      return PassedValue(kind: .null, end: try literalEnd(LiteralWord.null, from: start), traits: [])
    case UInt8(ascii: "t"):
      return PassedValue(kind: .true, end: try literalEnd(LiteralWord.true, from: start), traits: [])
    case UInt8(ascii: "f"):
      return PassedValue(kind: .false, end: try literalEnd(LiteralWord.alse, skipped: 1, from: start), traits: [])
    case UInt8(ascii: "{"): return try passedContainer(.object, at: start, depth: depth, limit: limit)
    case UInt8(ascii: "["): return try passedContainer(.array, at: start, depth: depth, limit: limit)
    default: throw .error(.noValue, at: start)
    }
  }

  /// Returns the end of a number; if the span ends after a digit, more bytes are needed to find it.
  private func numberEnd(from start: Int) throws(ScanStop) -> Int {
    var position = start
    if self[position] == UInt8(ascii: "-") { position += 1 }
    if try byte(at: position) == UInt8(ascii: "0") {
      position += 1
    } else {
      position = try digitsEnd(from: position)
    }
    if try byte(at: position) == UInt8(ascii: ".") { position = try digitsEnd(from: position + 1) }
    if try byte(at: position) | 0x20 == UInt8(ascii: "e") {
      position += 1
      let sign = try byte(at: position)
      if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
      position = try digitsEnd(from: position)
    }
    // The caller checks the bytes after a value, but `01` and `1x` have better error messages here.
    switch self[position] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
      throw .error(.badNumber, at: position)
    default: return position
    }
  }

  /// The end of one digit or more.
  @inline(__always)
  private func digitsEnd(from start: Int) throws(ScanStop) -> Int {
    var position = start
    while try byte(at: position) &- UInt8(ascii: "0") < 10 { position += 1 }
    guard position > start else { throw .error(.badNumber, at: position) }
    return position
  }

  /// Returns the end of `null`, `true` or `false`, identified by the four bytes at `start + skipped`.
  @inline(__always)
  private func literalEnd(_ word: UInt32, skipped: Int = 0, from start: Int) throws(ScanStop) -> Int {
    let at = start + skipped
    guard count - at >= 4 else { throw .needsMore }
    let found =
      UInt32(self[at]) | UInt32(self[at + 1]) << 8 | UInt32(self[at + 2]) << 16 | UInt32(self[at + 3]) << 24
    guard found == word else { throw .error(.badLiteral, at: start) }
    return at + 4
  }
}

/// The four bytes of a literal as a little-endian word; `false` is identified by its last four.
private enum LiteralWord {
  static let null: UInt32 = 0x6C6C_756E
  static let `true`: UInt32 = 0x6575_7274
  static let alse: UInt32 = 0x6573_6C61
}
