/// A decimal number's text, taken apart: optional sign, digits, optional point and digits, optional exponent.
struct ParsedDecimal {
  private var isNegative: Bool
  /// The digits before the point, without leading zeros; one zero if there are no others.
  private var whole: Range<Int>
  /// The digits after the point; may be empty.
  private var fraction: Range<Int>
  private var exponent: Int
  /// The part of the text that consists of plain digits with at most a sign and a point; nil if it has to be
  /// rewritten.
  private(set) var partAsSent: Range<Int>?

  private static let largestExponent = 400

  /// Parses a complete text.
  @inline(__always)
  static func read(_ text: Span<UInt8>) -> CastResult<ParsedDecimal> {
    var index = 0
    var sign: UInt8 = 0
    if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      sign = text[index]
      index += 1
    }
    let first = index
    var seen: UInt8 = 0
    var leadingZeros = 0
    while index < text.count, text[index].digit < 10 {
      seen |= text[index].digit
      if seen == 0 { leadingZeros += 1 }
      index += 1
    }
    guard index > first else { return .bad(.notDecimal) }
    // One zero stays before the point.
    let whole = (leadingZeros == index - first ? index - 1 : first + leadingZeros)..<index
    var fraction = index..<index
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      let start = index
      while index < text.count, text[index].digit < 10 {
        seen |= text[index].digit
        index += 1
      }
      guard index > start else { return .bad(.notDecimal) }
      fraction = start..<index
    }
    // Zero has no sign.
    let isNegative = sign == UInt8(ascii: "-") && seen != 0
    if index == text.count {
      let isPlain = !isNegative || whole.lowerBound == first
      return .value(
        ParsedDecimal(
          isNegative: isNegative, whole: whole, fraction: fraction, exponent: 0,
          partAsSent: isPlain ? (isNegative ? 0 : whole.lowerBound)..<index : nil))
    }
    switch readExponent(text, from: index) {
    case .bad(let reason): return .bad(reason)
    case .value(let exponent):
      return .value(
        ParsedDecimal(isNegative: isNegative, whole: whole, fraction: fraction, exponent: exponent, partAsSent: nil))
    }
  }

  private static func readExponent(_ text: Span<UInt8>, from start: Int) -> CastResult<Int> {
    guard text[start] | 0x20 == UInt8(ascii: "e") else { return .bad(.notDecimal) }
    var index = start + 1
    var isNegative = false
    if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      isNegative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < text.count else { return .bad(.notDecimal) }
    var exponent = 0
    while index < text.count {
      let digit = text[index].digit
      guard digit < 10 else { return .bad(.notDecimal) }
      exponent = min(exponent * 10 + Int(digit), largestExponent + 1)
      index += 1
    }
    return exponent > largestExponent ? .bad(.decimalExponent) : .value(isNegative ? -exponent : exponent)
  }

  /// Appends the number in plain digits. `text` is what was read.
  func append(_ text: Span<UInt8>, to output: inout [UInt8]) {
    if isNegative { output.append(UInt8(ascii: "-")) }
    // The digits without the point, and the point's position: zeros are added before the first or after the last
    // digit.
    let digits = whole.count + fraction.count
    let point = whole.count + exponent
    var first = 0
    while first < point - 1, first >= digits || digit(first, of: text) == UInt8(ascii: "0") { first += 1 }
    if point <= 0 { output.append(UInt8(ascii: "0")) }
    for index in first..<max(first, point) {
      output.append(index < digits ? digit(index, of: text) : UInt8(ascii: "0"))
    }
    guard digits > point else { return }
    output.append(UInt8(ascii: "."))
    for index in point..<digits {
      output.append(index < 0 ? UInt8(ascii: "0") : digit(index, of: text))
    }
  }

  /// Returns the number times a power of ten, if that is an integer.
  func scaled(byPowerOfTen places: Int, _ text: Span<UInt8>) -> CastResult<Int64> {
    let digits = whole.count + fraction.count
    let point = max(0, whole.count + exponent + places)
    for index in min(point, digits)..<digits where digit(index, of: text) != UInt8(ascii: "0") { return .bad(.tooFine) }
    // Negative numbers reach one further than positive ones.
    var negated: Int64 = 0
    for index in 0..<point {
      let (product, overflows) = negated.multipliedReportingOverflow(by: 10)
      let digit = index < digits ? Int64(digit(index, of: text).digit) : 0
      let (difference, underflows) = product.subtractingReportingOverflow(digit)
      guard !overflows, !underflows else { return .bad(.integerRange) }
      negated = difference
    }
    if isNegative { return .value(negated) }
    return negated == .min ? .bad(.integerRange) : .value(-negated)
  }

  private func digit(_ index: Int, of text: Span<UInt8>) -> UInt8 {
    index < whole.count ? text[whole.lowerBound + index] : text[fraction.lowerBound + index - whole.count]
  }
}
