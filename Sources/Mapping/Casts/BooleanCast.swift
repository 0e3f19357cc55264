import Records

/// Casts JSON's true and false, also as text in any case; 1 and 0, yes and no, y and n, t and f.
struct BooleanCast: FixedCast {
  static let placeholder = false
  static let mismatch = ValueError.notBoolean

  @inline(__always)
  mutating func read(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Bool> {
    if kind == .true { return .value(true) }
    if kind == .false { return .value(false) }
    guard text.count >= 1, text.count <= 5 else { return .bad(.notBoolean) }
    if text.count == 1, text[0] & 0xFE == UInt8(ascii: "0") { return .value(text[0] == UInt8(ascii: "1")) }
    var word: UInt64 = 0
    for index in 0..<text.count { word = word << 8 | UInt64(text[index] | 0x20) }
    switch word {
    case BooleanCast.word("true"), BooleanCast.word("yes"), BooleanCast.word("y"), BooleanCast.word("t"):
      return .value(true)
    case BooleanCast.word("false"), BooleanCast.word("no"), BooleanCast.word("n"), BooleanCast.word("f"):
      return .value(false)
    default:
      return .bad(.notBoolean)
    }
  }

  /// The bytes of a short text as a number.
  @inline(__always)
  private static func word(_ text: StaticString) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<text.utf8CodeUnitCount { word = word << 8 | UInt64(text.utf8Start[index]) }
    return word
  }
}
