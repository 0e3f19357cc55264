/// Reads the ISO 8601 texts that Tidemark itself writes and that people type: days, civil times and instants.
package enum ISO8601Parser {
  /// `2026-10-01`, or nil.
  package static func day(_ bytes: [UInt8]) -> CalendarDay? {
    var cursor = Cursor(bytes: bytes)
    guard let day = cursor.day(), cursor.atEnd else { return nil }
    return day
  }

  /// `2026-10-01T05:00:00`, also with a blank for the `T`, without seconds, or with a fraction of up to six digits.
  package static func civilTime(_ bytes: [UInt8]) -> CivilTime? {
    var cursor = Cursor(bytes: bytes)
    guard let time = cursor.civilTime(), cursor.atEnd else { return nil }
    return time
  }

  /// A civil time followed by `Z` or an offset such as `-05:00`.
  package static func instant(_ bytes: [UInt8]) -> Instant? {
    var cursor = Cursor(bytes: bytes)
    guard let time = cursor.civilTime(), let offset = cursor.offset(), cursor.atEnd else { return nil }
    return Instant(microseconds: time.microseconds - Int64(offset) * 1_000_000)
  }

  private struct Cursor {
    let bytes: [UInt8]
    var position = 0

    var atEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    mutating func digits(_ count: Int) -> Int? {
      guard position + count <= bytes.count else { return nil }
      var number = 0
      for byte in bytes[position..<(position + count)] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
      }
      position += count
      return number
    }

    mutating func day() -> CalendarDay? {
      guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2) else { return nil }
      return CalendarDay(year: year, month: month, day: day)
    }

    mutating func civilTime() -> CivilTime? {
      guard let day = day(), take("T") || take(" ") else { return nil }
      guard let hour = digits(2), hour < 24, take(":"), let minute = digits(2), minute < 60 else { return nil }
      var second = 0
      var microsecond = 0
      if take(":") {
        guard let value = digits(2), value < 60 else { return nil }
        second = value
        if take(".") {
          var unit = 100_000
          var any = false
          while let digit = digits(1) {
            guard unit > 0 else { return nil }
            microsecond += digit * unit
            unit /= 10
            any = true
          }
          guard any else { return nil }
        }
      }
      return CivilTime(day: day, hour: hour, minute: minute, second: second, microsecond: microsecond)
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int? {
      if take("Z") { return 0 }
      let sign: Int
      if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
      guard let hours = digits(2), hours < 24 else { return nil }
      _ = take(":")
      guard let minutes = digits(2), minutes < 60 else { return nil }
      return sign * (hours * 3_600 + minutes * 60)
    }
  }
}
