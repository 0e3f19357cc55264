import Records

/// Optional sign, digits, optional point and digits, optional exponent; correctly rounded, never infinite.
struct DoubleCast: FixedCast {
  static let placeholder: Double = 0
  static let mismatch = ValueError.notDouble

  /// The powers of ten that a double represents exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  @inline(__always)
  mutating func read(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Double> {
    var index = 0
    var isNegative = false
    if text.count > 1, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
      isNegative = text[0] == UInt8(ascii: "-")
      index = 1
    }
    var mantissa: UInt64 = 0
    let first = index
    index = DoubleCast.digits(text, from: index, into: &mantissa)
    var digits = index - first
    guard digits > 0 else { return .bad(.notDouble) }
    var exponent = 0
    if index < text.count, text[index] == UInt8(ascii: ".") {
      let start = index + 1
      index = DoubleCast.digits(text, from: start, into: &mantissa)
      guard index > start else { return .bad(.notDouble) }
      digits += index - start
      exponent = start - index
    }
    if index < text.count {
      guard let written = DoubleCast.exponent(text, from: index) else { return .bad(.notDouble) }
      exponent += written
    }
    // Both the digits and the power are exact, so that one operation rounds once.
    guard digits <= 15, abs(exponent) <= 22 else { return DoubleCast.readSlowly(text) }
    let power = DoubleCast.powers[abs(exponent)]
    let magnitude = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    return .value(isNegative ? -magnitude : magnitude)
  }

  /// Reads digits, wrapping around beyond 64 bits, and returns the index after them.
  @inline(__always)
  private static func digits(_ text: Span<UInt8>, from start: Int, into mantissa: inout UInt64) -> Int {
    var index = start
    while index < text.count, text[index].digit < 10 {
      mantissa = mantissa &* 10 &+ UInt64(text[index].digit)
      index += 1
    }
    return index
  }

  /// Returns the exponent at the end of a text, clamped to values that make every number infinite or zero; nil if
  /// there is none.
  private static func exponent(_ text: Span<UInt8>, from start: Int) -> Int? {
    guard text[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = start + 1
    var isNegative = false
    if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      isNegative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < text.count else { return nil }
    var exponent = 0
    while index < text.count {
      let digit = text[index].digit
      guard digit < 10 else { return nil }
      exponent = min(exponent * 10 + Int(digit), 1 << 40)
      index += 1
    }
    return isNegative ? -exponent : exponent
  }

  /// `text` has the grammar of a number already.
  private static func readSlowly(_ text: Span<UInt8>) -> CastResult<Double> {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for index in 0..<text.count { bytes.append(text[index]) }
    guard let number = Double(String(decoding: bytes, as: UTF8.self)) else { return .bad(.notDouble) }
    return number.isFinite ? .value(number) : .bad(.doubleRange)
  }
}
