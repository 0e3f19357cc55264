import Records

/// Groups the rows of an aggregating report by time, with a C `strftime` pattern: `%Y-%m-%d %H`.
///
/// Supported are `%Y %y %m %d %j %H %M %S %%`; the finest of them is the length of a group. Without any, there is one
/// group with the text `0`.
struct TimeGrouping: Sendable {
  let format: String

  static let days = TimeGrouping(format: "%Y-%m-%d")

  private enum Unit {
    case seconds(Int)
    case month
    case year
    case all
  }

  private var unit: Unit {
    let has = { (letters: String) in letters.contains { format.contains("%\($0)") } }
    if has("S") { return .seconds(1) }
    if has("M") { return .seconds(60) }
    if has("H") { return .seconds(3_600) }
    if has("dj") { return .seconds(EventSchedule.secondsPerDay) }
    if has("m") { return .month }
    return has("Yy") ? .year : .all
  }

  /// Splits a span into groups, in time order; the first and the last may be partial.
  func groups(of span: Range<Int>) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = span.lowerBound
    while start < span.upperBound {
      let end = min(span.upperBound, self.end(ofGroupWith: start) ?? span.upperBound)
      groups.append(start..<end)
      start = end
    }
    return groups
  }

  private func end(ofGroupWith second: Int) -> Int? {
    let (year, month, _) = CalendarDay(daysSinceEpoch: second.flooredQuotient(by: EventSchedule.secondsPerDay))
      .components
    let next: CalendarDay?
    switch unit {
    case .seconds(let length): return (second.flooredQuotient(by: length) + 1) * length
    case .month: next = CalendarDay(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
    case .year: next = CalendarDay(year: year + 1, month: 1, day: 1)
    case .all: next = nil
    }
    return next.map { $0.daysSinceEpoch * EventSchedule.secondsPerDay }
  }

  /// Returns the name of the group that contains a second.
  func text(at second: Int) -> String {
    if case .all = unit { return "0" }
    let time = CivilTime(microseconds: Int64(second) * 1_000_000)
    let (year, month, day) = time.day.components
    let newYear = CalendarDay(year: year, month: 1, day: 1) ?? time.day
    var text: [UInt8] = []
    var letters = Array(format.utf8)[...]
    while let letter = letters.popFirst() {
      guard letter == UInt8(ascii: "%"), let token = letters.popFirst() else {
        text.append(letter)
        continue
      }
      switch Unicode.Scalar(token) {
      case "Y": text.appendDigits(UInt(abs(year)), width: 4)
      case "y": text.appendDigits(UInt(abs(year)), width: 2)
      case "m": text.appendDigits(UInt(month), width: 2)
      case "d": text.appendDigits(UInt(day), width: 2)
      case "j": text.appendDigits(UInt(time.day.daysSinceEpoch - newYear.daysSinceEpoch + 1), width: 3)
      case "H": text.appendDigits(UInt(time.hour), width: 2)
      case "M": text.appendDigits(UInt(time.minute), width: 2)
      case "S": text.appendDigits(UInt(time.second), width: 2)
      case "%": text.append(token)
      default: text.append(contentsOf: [letter, token])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
