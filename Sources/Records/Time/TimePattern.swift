/// The format of a vendor's times, as a subset of Unicode's date patterns: `yyyyMMddHHmmss`,
/// `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`.
///
/// Supported are `yyyy MM dd HH mm ss SSS SSSSSS`, `hh` with `a` for hours of 1 to 12 with AM or PM, `XXX` for an
/// offset from UTC, text in single quotes, any character that is not a letter, and the words `epoch_seconds` and
/// `epoch_milliseconds` alone.
package struct TimePattern: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case year
    case month
    case day
    case hour
    /// 01...12; AM or PM determines the half of the day.
    case hourOfHalf
    case halfOfDay
    case minute
    case second
    case millisecond
    case microsecond
    /// `Z` or `+05:30`.
    case offset
    case epochSeconds
    case epochMilliseconds
    case literal(String)
  }

  package var parts: [Part]
  /// The pattern as written.
  package var text: String

  /// - Parameter text: the pattern as a file would contain it.
  package init(parts: [Part], text: String) {
    self.parts = parts
    self.text = text
  }

  /// True for a count of units since 1970, which is an instant.
  package var isEpoch: Bool { parts == [.epochSeconds] || parts == [.epochMilliseconds] }

  /// True if it contains more than a day.
  package var hasTimeOfDay: Bool {
    isEpoch || parts.contains(.hour) || parts.contains(.hourOfHalf)
  }

  /// The time as the vendor writes it.
  ///
  /// - Parameter offset: Of the clock, in seconds east of UTC.
  package func rendered(_ time: CivilTime, offset: Int64 = 0) -> String {
    let (year, month, day) = time.day.components
    return parts.map { part in
      switch part {
      case .year: padded(year, 4)
      case .month: padded(month, 2)
      case .day: padded(day, 2)
      case .hour: padded(time.hour, 2)
      case .hourOfHalf: padded((time.hour + 11) % 12 + 1, 2)
      case .halfOfDay: time.hour < 12 ? "AM" : "PM"
      case .minute: padded(time.minute, 2)
      case .second: padded(time.second, 2)
      case .millisecond: padded(time.microsecond / 1_000, 3)
      case .microsecond: padded(time.microsecond, 6)
      case .offset: TimePattern.offsetText(offset)
      case .epochSeconds: String(time.microseconds.flooredQuotient(by: 1_000_000) - offset)
      case .epochMilliseconds: String(time.microseconds.flooredQuotient(by: 1_000) - offset * 1_000)
      case .literal(let text): text
      }
    }.joined()
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func offsetText(_ offset: Int64) -> String {
    if offset == 0 { return "Z" }
    let minutes = abs(offset) / 60
    return (offset < 0 ? "-" : "+")
      + [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}

extension TimePattern {
  /// Parses the text that `rendered` writes, as local time of the vendor; nil if the text does not match or the time
  /// does not exist. An epoch count is read as UTC.
  package func parsed(_ text: String) -> CivilTime? {
    var rest = Substring(text)
    var numbers: [Part: Int] = [:]
    for part in parts {
      switch part {
      case .literal(let literal):
        guard rest.hasPrefix(literal) else { return nil }
        rest = rest.dropFirst(literal.count)
      case .halfOfDay:
        guard let half = ["AM", "PM"].firstIndex(of: rest.prefix(2).uppercased()) else { return nil }
        numbers[part] = half
        rest = rest.dropFirst(2)
      case .offset:
        guard let offset = rest.prefixMatch(of: /Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?/) else { return nil }
        rest = rest[offset.range.upperBound...]
      case .epochSeconds, .epochMilliseconds:
        guard let count = Int64(rest) else { return nil }
        let unit: Int64 = part == .epochSeconds ? 1_000_000 : 1_000
        guard TimePattern.reach.contains(count / (1_000_000 / unit)) else { return nil }
        return CivilTime(microseconds: count * unit)
      default:
        let digits = rest.prefix(part.width)
        guard digits.count == part.width, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        numbers[part] = Int(digits)
        rest = rest.dropFirst(part.width)
      }
    }
    if let hour = numbers[.hourOfHalf] {
      guard (1...12).contains(hour) else { return nil }
      numbers[.hour] = hour % 12 + 12 * (numbers[.halfOfDay] ?? 0)
    }
    let hour = numbers[.hour] ?? 0
    let minute = numbers[.minute] ?? 0
    let second = numbers[.second] ?? 0
    guard rest.isEmpty, hour < 24, minute < 60, second < 60,
      let day = CalendarDay(year: numbers[.year] ?? 1970, month: numbers[.month] ?? 1, day: numbers[.day] ?? 1)
    else { return nil }
    let microsecond = numbers[.microsecond] ?? (numbers[.millisecond] ?? 0) * 1_000
    return CivilTime(day: day, hour: hour, minute: minute, second: second, microsecond: microsecond)
  }

  /// Seconds since the epoch within four digits of years, as the other parts have them.
  package static let reach: Range<Int64> = -62_167_219_200..<253_402_300_800
}

extension TimePattern.Part {
  /// The number of digits.
  package var width: Int {
    switch self {
    case .year: 4
    case .millisecond: 3
    case .microsecond: 6
    default: 2
    }
  }
}
