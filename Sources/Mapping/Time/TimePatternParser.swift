import Records

/// A field's own way to write times, ready to read them from their bytes.
struct TimePatternParser: Sendable {
  /// The format as written in the file, for messages.
  let text: String
  private let steps: [Step]

  private enum Step {
    case epoch(EpochParser)
    /// A number of some digits.
    case number(Unit, digits: Int)
    case halfOfDay
    case offset
    case byte(UInt8)
  }

  private enum Unit {
    case year, month, day, hour, hourOfHalf, minute, second, millisecond, microsecond
  }

  init(_ pattern: TimePattern) {
    text = pattern.text
    steps = pattern.parts.flatMap { part -> [Step] in
      switch part {
      case .year: [.number(.year, digits: part.width)]
      case .month: [.number(.month, digits: part.width)]
      case .day: [.number(.day, digits: part.width)]
      case .hour: [.number(.hour, digits: part.width)]
      case .hourOfHalf: [.number(.hourOfHalf, digits: part.width)]
      case .minute: [.number(.minute, digits: part.width)]
      case .second: [.number(.second, digits: part.width)]
      case .millisecond: [.number(.millisecond, digits: part.width)]
      case .microsecond: [.number(.microsecond, digits: part.width)]
      case .halfOfDay: [.halfOfDay]
      case .offset: [.offset]
      case .epochSeconds: [.epoch(.seconds)]
      case .epochMilliseconds: [.epoch(.milliseconds)]
      case .literal(let text): text.utf8.map { .byte($0) }
      }
    }
  }

  /// Parses a complete text.
  func read(_ text: Span<UInt8>) -> CastResult<ParsedDateTime> {
    var time = WrittenTime()
    var index = 0
    for step in steps {
      switch step {
      case .byte(let byte):
        guard index < text.count, text[index] == byte else { return .bad(.notOfFormat) }
        index += 1
      case .number(let unit, let digits):
        guard let number = DateAndTimeParser.number(text, index, digits: digits) else { return .bad(.notOfFormat) }
        time.set(unit, to: number)
        index += digits
      case .halfOfDay:
        // `am` and `pm` too.
        guard index + 2 <= text.count, text[index + 1] | 0x20 == UInt8(ascii: "m"),
          text[index] | 0x20 == UInt8(ascii: "a") || text[index] | 0x20 == UInt8(ascii: "p")
        else { return .bad(.notOfFormat) }
        time.isAfternoon = text[index] | 0x20 == UInt8(ascii: "p")
        index += 2
      case .offset:
        guard let offset = DateAndTimeParser.offset(text, at: &index) else { return .bad(.notOfFormat) }
        time.offset = offset
      case .epoch(let count):
        switch count.read(text) {
        case .bad(let reason): return .bad(reason)
        case .value(let microseconds):
          return .value(ParsedDateTime(seconds: 0, microseconds: microseconds, offset: 0))
        }
      }
    }
    return index == text.count ? time.dateTime : .bad(.notOfFormat)
  }

  /// The numbers parsed from a text so far.
  private struct WrittenTime {
    private var year = 1970
    private var month = 1
    private var day = 1
    private var hour = 0
    private var hourOfHalf: Int?
    private var minute = 0
    private var second = 0
    private var microsecond = 0
    var isAfternoon = false
    var offset: Int64?

    @inline(__always)
    mutating func set(_ unit: Unit, to number: Int) {
      switch unit {
      case .year: year = number
      case .month: month = number
      case .day: day = number
      case .hour: hour = number
      case .hourOfHalf: hourOfHalf = number
      case .minute: minute = number
      case .second: second = number
      case .millisecond: microsecond = number * 1_000
      case .microsecond: microsecond = number
      }
    }

    var dateTime: CastResult<ParsedDateTime> {
      var hour = hour
      if let hourOfHalf {
        guard (1...12).contains(hourOfHalf) else { return .bad(.notOfFormat) }
        hour = hourOfHalf % 12 + (isAfternoon ? 12 : 0)
      }
      guard hour < 24, minute < 60, second < 60 else { return .bad(.notOfFormat) }
      guard let day = CalendarDay(year: year, month: month, day: day) else { return .bad(.impossibleDay) }
      let seconds = ((day.daysSinceEpoch * 24 + hour) * 60 + minute) * 60 + second
      return .value(ParsedDateTime(seconds: Int64(seconds), microseconds: Int64(microsecond), offset: offset))
    }
  }
}
