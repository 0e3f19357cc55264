import Records

/// Casts local times: without an offset unchanged, with an offset converted to the zone's local time.
struct LocalTimestampCast: FixedCast, Sendable {
  static let placeholder: Int64 = 0
  static let mismatch = ValueError.notTimestamp

  private let zone: TimeZoneTransitions
  private var plain = FastDateTimeParser()

  init(zone: TimeZoneTransitions) {
    self.zone = zone
  }

  @inline(__always)
  mutating func read(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Int64> {
    if let seconds = plain.seconds(text) { return .value(seconds &* 1_000_000) }
    return readAny(text, kind: kind)
  }

  private func readAny(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Int64> {
    if kind == .number { return .bad(.epochNumber) }
    switch ParsedDateTime.read(text) {
    case .bad(let reason): return .bad(reason)
    case .value(let time):
      guard let instant = time.instant else { return .value(time.seconds * 1_000_000 + time.microseconds) }
      return .value(zone.civilTime(at: Instant(microseconds: instant)).microseconds)
    }
  }
}
