/// A local date and time of day without a zone, with microsecond resolution.
package struct CivilTime: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00 on the same clock.
  package var microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package init(day: CalendarDay, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0) {
    let seconds = ((day.daysSinceEpoch * 24 + hour) * 60 + minute) * 60 + second
    self.microseconds = Int64(seconds) * 1_000_000 + Int64(microsecond)
  }

  package var day: CalendarDay {
    CalendarDay(daysSinceEpoch: Int(microseconds.flooredQuotient(by: CivilTime.microsecondsPerDay)))
  }

  /// Microseconds since the day's midnight.
  package var microsecondOfDay: Int64 {
    microseconds - Int64(day.daysSinceEpoch) * CivilTime.microsecondsPerDay
  }

  package var hour: Int { Int(microsecondOfDay / 3_600_000_000) }
  package var minute: Int { Int(microsecondOfDay / 60_000_000 % 60) }
  package var second: Int { Int(microsecondOfDay / 1_000_000 % 60) }
  package var microsecond: Int { Int(microsecondOfDay % 1_000_000) }

  package static let microsecondsPerDay: Int64 = 86_400_000_000

  package static func < (left: CivilTime, right: CivilTime) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension CivilTime: CustomStringConvertible {
  /// Text such as `2026-10-01T00:00:00`; a fraction is written only if it is not zero, without trailing zeros.
  package var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends what `description` shows.
  package func append(to bytes: inout [UInt8]) {
    appendDay(to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    let rest = microsecondOfDay
    let seconds = Int(rest / 1_000_000)
    bytes.appendTwoDigits(seconds / 3_600)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendTwoDigits(seconds / 60 % 60)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendTwoDigits(seconds % 60)
    var fraction = Int(rest % 1_000_000)
    guard fraction > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var unit = 100_000
    while fraction > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(fraction / unit))
      fraction %= unit
      unit /= 10
    }
  }

  /// Appends only the date, `2026-10-01`; years beyond 9999 or below 0 have a sign, as ISO 8601 requires.
  package func appendDay(to bytes: inout [UInt8]) {
    let (year, month, dayOfMonth) = day.components
    if (0...9_999).contains(year) {
      bytes.appendTwoDigits(year / 100)
      bytes.appendTwoDigits(year % 100)
    } else {
      let digits = String(abs(year))
      bytes.append(UInt8(ascii: year < 0 ? "-" : "+"))
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, 4 - digits.utf8.count)))
      bytes.append(contentsOf: digits.utf8)
    }
    bytes.append(UInt8(ascii: "-"))
    bytes.appendTwoDigits(month)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendTwoDigits(dayOfMonth)
  }
}

extension [UInt8] {
  /// Appends a number of 0...99 as two digits.
  @inline(__always)
  mutating func appendTwoDigits(_ number: Int) {
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / 10))
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10))
  }
}
