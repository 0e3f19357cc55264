import ConfigurationFiles
import Records

/// Generates the times of a field with a format: in that format, in the range's zone, so that they are read back as
/// the same instants, except in a repeated hour.
struct FormattedTime: Sendable {
  let format: TimePattern
  let isDate: Bool
  let quoted: Bool
  let clock: SourceClock

  /// - Parameter second: On the source's clock.
  func append(_ second: Int, to bytes: inout [UInt8]) {
    let instant = clock.instant(at: second)
    var time = clock.rangeZone.civilTime(at: instant)
    let offset = clock.rangeZone.offset(at: instant)
    // A date in a format with a time of day is written as midnight.
    if isDate, !format.isEpoch { time = CivilTime(day: time.day) }
    let text = format.rendered(time, offset: offset)
    if quoted { bytes.appendJSON(text) } else { bytes.append(contentsOf: text.utf8) }
  }
}
