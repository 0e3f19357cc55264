import Records

/// Casts times with a field's own format: an instant if the format contains an offset or epoch, otherwise the zone's
/// local time.
struct FormattedTimeCast: FixedCast {
  static let placeholder: Int64 = 0
  static let mismatch = ValueError.notOfFormat

  private let form: TimePatternParser
  private let type: ColumnType
  private let zone: TimeZoneTransitions
  private var clock: LocalTimeConverter

  /// - Parameter clock: The zone's.
  init(_ form: TimePatternParser, type: ColumnType, zone: TimeZoneTransitions, clock: LocalTimeConverter) {
    self.form = form
    self.type = type
    self.zone = zone
    self.clock = clock
  }

  mutating func read(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Int64> {
    switch form.read(text) {
    case .bad(let reason): .bad(reason)
    case .value(let time): type == .timestamp ? .value(instant(of: time)) : local(time)
    }
  }

  private mutating func instant(of time: ParsedDateTime) -> Int64 {
    time.instant ?? clock.instant(ofCivil: time.seconds) * 1_000_000 + time.microseconds
  }

  /// Returns the time or, for a date, the day in the zone. A day without an offset must be written as midnight, so
  /// that no time of day is lost.
  private func local(_ time: ParsedDateTime) -> CastResult<Int64> {
    let written = time.seconds * 1_000_000 + time.microseconds
    let shown = time.instant.map { zone.civilTime(at: Instant(microseconds: $0)).microseconds } ?? written
    guard type == .date else { return .value(shown) }
    let day = shown.flooredQuotient(by: CivilTime.microsecondsPerDay)
    let isMidnight = shown == day * CivilTime.microsecondsPerDay
    return isMidnight || time.offset != nil ? .value(day) : .bad(.dateWithTime)
  }
}
