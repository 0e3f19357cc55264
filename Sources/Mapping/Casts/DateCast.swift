import Records

/// `YYYY-MM-DD` or `YYYYMMDD`; a time of day must be midnight, so that none is lost.
struct DateCast: FixedCast {
  static let placeholder: Int64 = 0
  static let mismatch = ValueError.notDate

  mutating func read(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Int64> {
    if let day = DateAndTimeParser.basicDay(text) { return day }
    guard let day = DateAndTimeParser.day(text) else { return .bad(.notDate) }
    if text.count == 10 { return day }
    guard case .value = ParsedDateTime.read(text) else { return .bad(.notDate) }
    let isMidnight = text.count == 19 && DateAndTimeParser.secondOfDay(text, at: 11) == 0
    return isMidnight ? day : .bad(.dateWithTime)
  }
}
