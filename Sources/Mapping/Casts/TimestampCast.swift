import Records

/// Casts instants: with an offset unchanged, without an offset as the zone's local time.
struct TimestampCast: FixedCast, Sendable {
  static let placeholder: Int64 = 0
  static let mismatch = ValueError.notTimestamp

  private var clock: LocalTimeConverter
  private var plain = FastDateTimeParser()

  init(zone: TimeZoneTransitions) {
    self.clock = LocalTimeConverter(zone)
  }

  @inline(__always)
  mutating func read(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Int64> {
    if let seconds = plain.seconds(text) { return .value(clock.instant(ofCivil: seconds) &* 1_000_000) }
    return readAny(text, kind: kind)
  }

  private mutating func readAny(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Int64> {
    if kind == .number { return .bad(.epochNumber) }
    switch ParsedDateTime.read(text) {
    case .bad(let reason): return .bad(reason)
    case .value(let time):
      return .value(time.instant ?? clock.instant(ofCivil: time.seconds) * 1_000_000 + time.microseconds)
    }
  }
}
