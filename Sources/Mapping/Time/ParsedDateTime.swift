/// A date and time parsed from a text.
struct ParsedDateTime {
  /// Seconds since 1970-01-01T00:00:00 on the text's own clock.
  var seconds: Int64
  /// The fraction of the second.
  var microseconds: Int64 = 0
  /// Seconds east of UTC; nil if the text contains no offset.
  var offset: Int64?

  /// Microseconds since the epoch; nil if the text contains no offset.
  var instant: Int64? {
    offset.map { (seconds - $0) * 1_000_000 + microseconds }
  }

  /// Reads `YYYY-MM-DD`, followed by nothing or by `T` or a blank, `HH:MM`, `:SS`, a fraction, `Z` or an offset.
  static func read(_ text: Span<UInt8>) -> CastResult<ParsedDateTime> {
    guard let day = DateAndTimeParser.day(text) else { return .bad(.notTimestamp) }
    let midnight: Int64
    switch day {
    case .value(let days): midnight = days * 86_400
    case .bad(let reason): return .bad(reason)
    }
    if text.count == 10 { return .value(ParsedDateTime(seconds: midnight)) }
    guard text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "), text.count >= 16,
      let hour = DateAndTimeParser.number(text, 11, digits: 2), hour < 24, text[13] == UInt8(ascii: ":"),
      let minute = DateAndTimeParser.number(text, 14, digits: 2), minute < 60
    else { return .bad(.notTimestamp) }
    var result = ParsedDateTime(seconds: midnight + Int64(hour * 3_600 + minute * 60))
    var index = 16
    if index < text.count, text[index] == UInt8(ascii: ":") {
      guard let second = DateAndTimeParser.number(text, 17, digits: 2), second < 60 else { return .bad(.notTimestamp) }
      result.seconds += Int64(second)
      index = 19
      if index < text.count, text[index] == UInt8(ascii: ".") {
        switch readFraction(text, at: &index) {
        case .value(let microseconds): result.microseconds = microseconds
        case .bad(let reason): return .bad(reason)
        }
      }
    }
    if index < text.count {
      guard let offset = DateAndTimeParser.offset(text, at: &index), index == text.count else {
        return .bad(.notTimestamp)
      }
      result.offset = offset
    }
    return .value(result)
  }

  /// The point and one to nine digits, in microseconds.
  private static func readFraction(_ text: Span<UInt8>, at index: inout Int) -> CastResult<Int64> {
    var unit: Int64 = 100_000_000
    var nanoseconds: Int64 = 0
    index += 1
    let start = index
    while index < text.count, text[index].digit < 10 {
      nanoseconds += Int64(text[index].digit) * unit
      unit /= 10
      index += 1
    }
    guard (1...9).contains(index - start) else { return .bad(.notTimestamp) }
    return nanoseconds % 1_000 == 0 ? .value(nanoseconds / 1_000) : .bad(.tooFine)
  }
}
