import Records

/// Reads days and times of day from the bytes that write them.
enum DateAndTimeParser {
  /// Returns days since the epoch of `YYYY-MM-DD` at the beginning of a text; nil if it does not begin with a date.
  static func day(_ text: Span<UInt8>) -> CastResult<Int64>? {
    guard text.count >= 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
      let year = number(text, 0, digits: 4), let month = number(text, 5, digits: 2),
      let day = number(text, 8, digits: 2)
    else { return nil }
    return days(year, month, day)
  }

  /// Returns days since the epoch of `YYYYMMDD`; nil for any other text.
  static func basicDay(_ text: Span<UInt8>) -> CastResult<Int64>? {
    guard text.count == 8, let year = number(text, 0, digits: 4), let month = number(text, 4, digits: 2),
      let day = number(text, 6, digits: 2)
    else { return nil }
    return days(year, month, day)
  }

  private static func days(_ year: Int, _ month: Int, _ day: Int) -> CastResult<Int64> {
    guard let day = CalendarDay(year: year, month: month, day: day) else { return .bad(.impossibleDay) }
    return .value(Int64(day.daysSinceEpoch))
  }

  /// Returns seconds of the day of `HH:MM:SS`, eight bytes at an index; nil for anything else.
  @inline(__always)
  static func secondOfDay(_ text: Span<UInt8>, at index: Int) -> Int64? {
    // Digits become 0...9 and colons 0, all in one operation.
    let digits = text.word(at: index) ^ 0x3030_3A30_303A_3030
    guard digits & 0x0000_FF00_00FF_0000 == 0, (digits &+ .repeating(0x76) | digits) & .topBits == 0 else { return nil }
    let pairs = digits &* 10 &+ digits &>> 8
    let hour = pairs & 0xFF
    let minute = pairs &>> 24 & 0xFF
    let second = pairs &>> 48 & 0xFF
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return Int64(truncatingIfNeeded: (hour &* 60 &+ minute) &* 60 &+ second)
  }

  /// Reads `Z`, `+HH`, `+HHMM` or `+HH:MM`, as much of it as there is, in seconds; nil for anything else.
  static func offset(_ text: Span<UInt8>, at index: inout Int) -> Int64? {
    guard index < text.count else { return nil }
    let sign: Int64
    switch text[index] {
    case UInt8(ascii: "Z"):
      index += 1
      return 0
    case UInt8(ascii: "+"): sign = 1
    case UInt8(ascii: "-"): sign = -1
    default: return nil
    }
    guard let hours = number(text, index + 1, digits: 2), hours < 24 else { return nil }
    index += 3
    let colon = index < text.count && text[index] == UInt8(ascii: ":") ? 1 : 0
    guard let minutes = number(text, index + colon, digits: 2) else { return sign * Int64(hours * 3_600) }
    guard minutes < 60 else { return nil }
    index += colon + 2
    return sign * Int64(hours * 3_600 + minutes * 60)
  }

  /// The number that some digits make, or nil.
  static func number(_ text: Span<UInt8>, _ start: Int, digits: Int) -> Int? {
    guard start + digits <= text.count else { return nil }
    var number = 0
    for index in start..<(start + digits) {
      guard text[index].digit < 10 else { return nil }
      number = number * 10 + Int(text[index].digit)
    }
    return number
  }
}
