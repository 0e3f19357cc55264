import Records

/// Writes dates and times, remembering the day it wrote last: neighbouring rows are mostly of one day.
struct DateTimeFormatter {
  private static var microsecondsPerDay: Int64 { 86_400_000_000 }

  /// Days since the epoch.
  private var day: Int64
  /// The start of `day`.
  private var midnight: Int64
  /// The text of `day`, its first byte lowest.
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var length = 0

  init() {
    self.init(day: 0)
  }

  @inline(never)
  private init(day: Int64) {
    var text: [UInt8] = []
    let midnight = CivilTime(day: CalendarDay(daysSinceEpoch: Int(day)))
    midnight.appendDay(to: &text)
    precondition(text.count <= 16, "a year has at most six digits")
    self.day = day
    self.midnight = midnight.microseconds
    length = text.count
    low = text.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    high = text.dropFirst(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// `2026-10-01`.
  @inline(__always)
  mutating func append(day: Int64, to output: inout OutputBuffer) {
    if day != self.day { self = DateTimeFormatter(day: day) }
    output.append(word: low, length: min(length, 8))
    output.append(word: high, length: max(length - 8, 0))
  }

  /// Appends text such as `2026-10-01T05:00:00`, with a fraction if it is not zero.
  @inline(__always)
  mutating func append(microseconds: Int64, to output: inout OutputBuffer) {
    if !isToday(microseconds) {
      self = DateTimeFormatter(day: microseconds.flooredQuotient(by: DateTimeFormatter.microsecondsPerDay))
    }
    let rest = UInt64(bitPattern: microseconds &- midnight)
    append(day: day, to: &output)
    let (seconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
    let (minutes, second) = seconds.quotientAndRemainder(dividingBy: 60)
    let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    // `T05:00:` and `00`, each as one word.
    let marks: UInt64 = 0x3A_0000_3A00_0054
    let hourDigits = UInt64(UInt16.twoDigits(hour)) &<< 8
    let minuteDigits = UInt64(UInt16.twoDigits(minute)) &<< 32
    output.append(word: marks | hourDigits | minuteDigits, length: 7)
    output.append(word: UInt64(UInt16.twoDigits(second)), length: 2)
    if fraction != 0 { output.aside { DateTimeFormatter.append(fraction: fraction, to: &$0) } }
  }

  @inline(__always)
  private func isToday(_ microseconds: Int64) -> Bool {
    let (rest, overflows) = microseconds.subtractingReportingOverflow(midnight)
    return !overflows && UInt64(bitPattern: rest) < UInt64(DateTimeFormatter.microsecondsPerDay)
  }

  /// `.25`: microseconds without the zeros at their end.
  @inline(never)
  private static func append(fraction: UInt64, to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "."))
    var rest = fraction
    var unit: UInt64 = 100_000
    while rest > 0 {
      output.append(UInt8(ascii: "0") + UInt8(rest / unit))
      rest %= unit
      unit /= 10
    }
  }
}
