import Records

/// Reads a count of units since 1970-01-01T00:00:00Z: a number, also with an exponent, or the text of one.
struct EpochParser: Sendable {
  /// Microseconds.
  private let unit: Int64
  /// The smallest step of a number, as a power of ten of units and in microseconds.
  private let places: Int
  private let step: Int64

  static let seconds = EpochParser(unit: 1_000_000, places: 6, step: 1)
  /// A fraction of milliseconds is none: it shows that something else is counted.
  static let milliseconds = EpochParser(unit: 1_000, places: 0, step: 1_000)

  /// Microseconds since the epoch.
  func read(_ text: Span<UInt8>) -> CastResult<Int64> {
    var integers = IntegerCast()
    if case .value(let count) = integers.read(text, kind: .string) { return EpochParser.microseconds(count, unit) }
    switch ParsedDecimal.read(text) {
    case .bad(.notDecimal): return .bad(.notCount)
    case .bad(let reason): return .bad(reason)
    case .value(let number):
      switch number.scaled(byPowerOfTen: places, text) {
      case .bad(.tooFine): return .bad(step == 1 ? .tooFine : .countFraction)
      case .bad: return .bad(.countRange)
      case .value(let count): return EpochParser.microseconds(count, step)
      }
    }
  }

  private static func microseconds(_ count: Int64, _ unit: Int64) -> CastResult<Int64> {
    let (microseconds, overflows) = count.multipliedReportingOverflow(by: unit)
    let seconds = microseconds.flooredQuotient(by: 1_000_000)
    return !overflows && TimePattern.reach.contains(seconds) ? .value(microseconds) : .bad(.countRange)
  }
}
