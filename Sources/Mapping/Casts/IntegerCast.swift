import Records

/// Optional sign and digits, within 64 bits.
struct IntegerCast: FixedCast {
  static let placeholder: Int64 = 0
  static let mismatch = ValueError.notInteger

  @inline(__always)
  mutating func read(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Int64> {
    var index = 0
    var isNegative = false
    if text.count > 1, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
      isNegative = text[0] == UInt8(ascii: "-")
      index = 1
    }
    guard index < text.count else { return .bad(.notInteger) }
    // Eighteen digits always fit.
    let isShort = text.count - index <= 18
    // Negative numbers reach one further than positive ones.
    var negated: Int64 = 0
    while index < text.count {
      let digit = text[index].digit
      guard digit < 10 else { return .bad(.notInteger) }
      if isShort {
        negated = negated &* 10 &- Int64(digit)
      } else {
        let (product, overflows) = negated.multipliedReportingOverflow(by: 10)
        let (difference, underflows) = product.subtractingReportingOverflow(Int64(digit))
        guard !overflows, !underflows else { return .bad(IntegerCast.reasonBeyondRange(text, from: index)) }
        negated = difference
      }
      index += 1
    }
    if isNegative { return .value(negated) }
    return negated == .min ? .bad(.integerRange) : .value(-negated)
  }

  /// Distinguishes a number that is too large from a text that only begins like a number.
  private static func reasonBeyondRange(_ text: Span<UInt8>, from start: Int) -> ValueError {
    for index in start..<text.count where text[index].digit > 9 { return .notInteger }
    return .integerRange
  }
}
