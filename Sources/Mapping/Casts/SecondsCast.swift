import Records

/// Casts `HH:MM:SS` with any number of hours, or a whole number of seconds.
struct SecondsCast: FixedCast {
  static let placeholder: Int64 = 0
  static let mismatch = ValueError.notDuration

  @inline(__always)
  mutating func read(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Int64> {
    if text.count == 8, let seconds = DateAndTimeParser.secondOfDay(text, at: 0) { return .value(seconds) }
    return SecondsCast.readAny(text)
  }

  private static func readAny(_ text: Span<UInt8>) -> CastResult<Int64> {
    var end = text.count
    var index = 0
    while index < end, text[index] != UInt8(ascii: ":") { index += 1 }
    let colon = index
    if colon == end { return readNumber(text) }
    guard colon + 6 <= end, text[colon + 3] == UInt8(ascii: ":"),
      let minutes = DateAndTimeParser.number(text, colon + 1, digits: 2), minutes < 60,
      let seconds = DateAndTimeParser.number(text, colon + 4, digits: 2), seconds < 60
    else { return .bad(.notDuration) }
    if end > colon + 6 {
      guard text[colon + 6] == UInt8(ascii: "."), end > colon + 7 else { return .bad(.notDuration) }
      var hasFraction = false
      for index in (colon + 7)..<end {
        guard text[index].digit < 10 else { return .bad(.notDuration) }
        hasFraction = hasFraction || text[index] != UInt8(ascii: "0")
      }
      if hasFraction { return .bad(.durationFraction) }
      end = colon + 6
    }
    guard colon > 0, text[0] != UInt8(ascii: "+") else { return .bad(.notDuration) }
    switch readNumber(text.extracting(0..<colon)) {
    case .bad(let reason): return .bad(reason)
    case .value(let hours):
      let rest = Int64(minutes * 60 + seconds)
      let (product, overflows) = hours.multipliedReportingOverflow(by: 3_600)
      // A sign before zero hours still counts.
      let signed = text[0] == UInt8(ascii: "-") ? -rest : rest
      let (sum, exceeds) = product.addingReportingOverflow(signed)
      return overflows || exceeds ? .bad(.durationRange) : .value(sum)
    }
  }

  private static func readNumber(_ text: Span<UInt8>) -> CastResult<Int64> {
    var integers = IntegerCast()
    switch integers.read(text, kind: .string) {
    case .value(let number): return .value(number)
    case .bad(.integerRange): return .bad(.durationRange)
    case .bad: return .bad(.notDuration)
    }
  }
}
