package import Records

/// How a vendor writes a time, in the letters of Unicode's date patterns: `yyyyMMddHHmmss`, `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`.
///
/// Known are `yyyy MM dd HH mm ss SSS SSSSSS`, text in single quotes, any character that is no letter, and alone the words
/// `epoch_seconds` and `epoch_milliseconds`.
package struct TimePattern: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case year
    case month
    case day
    case hour
    case minute
    case second
    case millisecond
    case microsecond
    case epochSeconds
    case epochMilliseconds
    case literal(String)
  }

  package var parts: [Part]
  /// As written.
  package var text: String

  package struct Fault: Error, Hashable {
    package var reason: String
  }

  /// `text` is what a file would say for `parts`.
  init(parts: [Part], text: String) {
    self.parts = parts
    self.text = text
  }

  package init(_ text: String) throws(Fault) {
    self.text = text
    self.parts = try TimePattern.parts(of: text)
  }

  /// The time as the vendor writes it; an epoch count takes the clock for UTC.
  package func rendered(_ time: CivilTime) -> String {
    let (year, month, day) = time.day.components
    return parts.map { part in
      switch part {
      case .year: padded(year, 4)
      case .month: padded(month, 2)
      case .day: padded(day, 2)
      case .hour: padded(time.hour, 2)
      case .minute: padded(time.minute, 2)
      case .second: padded(time.second, 2)
      case .millisecond: padded(time.microsecond / 1_000, 3)
      case .microsecond: padded(time.microsecond, 6)
      case .epochSeconds: String(time.microseconds.flooredQuotient(by: 1_000_000))
      case .epochMilliseconds: String(time.microseconds.flooredQuotient(by: 1_000))
      case .literal(let text): text
      }
    }.joined()
  }

  /// Reads what `rendered` writes; nil where the text has another form or there is no such time.
  package func parsed(_ text: String) -> CivilTime? {
    var rest = Substring(text)
    var numbers: [Part: Int] = [:]
    for part in parts {
      switch part {
      case .literal(let literal):
        guard rest.hasPrefix(literal) else { return nil }
        rest = rest.dropFirst(literal.count)
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
  private static let reach: Range<Int64> = -62_167_219_200..<253_402_300_800

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func parts(of text: String) throws(Fault) -> [Part] {
    if text == "epoch_seconds" { return [.epochSeconds] }
    if text == "epoch_milliseconds" { return [.epochMilliseconds] }
    let letters: [(String, Part)] = [
      ("yyyy", .year), ("MM", .month), ("dd", .day), ("HH", .hour), ("mm", .minute), ("ss", .second),
      ("SSSSSS", .microsecond), ("SSS", .millisecond),
    ]
    var parts: [Part] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == "'" {
        guard let close = rest.dropFirst().firstIndex(of: "'") else { throw Fault(reason: "the quote is never closed") }
        parts.append(.literal(String(rest[rest.index(after: rest.startIndex)..<close])))
        rest = rest[rest.index(after: close)...]
      } else if first.isLetter {
        guard let (letters, part) = letters.first(where: { rest.hasPrefix($0.0) }) else {
          throw Fault(reason: "`\(first)` is no letter of a time pattern; known are yyyy MM dd HH mm ss SSS SSSSSS")
        }
        parts.append(part)
        rest = rest.dropFirst(letters.count)
      } else {
        parts.append(.literal(String(first)))
        rest = rest.dropFirst()
      }
    }
    guard !parts.isEmpty else { throw Fault(reason: "the pattern is empty") }
    return parts
  }
}

extension TimePattern.Part {
  /// The number of digits.
  fileprivate var width: Int {
    switch self {
    case .year: 4
    case .millisecond: 3
    case .microsecond: 6
    default: 2
    }
  }
}
