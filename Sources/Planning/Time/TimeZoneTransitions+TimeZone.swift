import Foundation
package import Records

extension TimeZoneTransitions {
  /// Creates the rules of a zone of the time zone database, for example `America/Bogota`; nil if the zone does not
  /// exist.
  ///
  /// Contains every change of the offset from 1900 to 2100, including changes of standard time; the offsets before and
  /// after are constant. Takes a millisecond or less for most zones.
  package init?(identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    func offset(at second: Int64) -> Int64 {
      Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }
    var transitions: [Int64] = []
    var offsets = [offset(at: TimeZoneTransitions.firstSecond)]
    var second = TimeZoneTransitions.firstSecond
    var nextSummerChange = second
    while second < TimeZoneTransitions.lastSecond {
      if nextSummerChange <= second {
        let next = zone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(second)))
        nextSummerChange = next.map { Int64($0.timeIntervalSince1970) } ?? TimeZoneTransitions.lastSecond
        if nextSummerChange <= second { nextSummerChange = TimeZoneTransitions.lastSecond }
      }
      // Foundation lists the changes to and from summer time alone; changes of standard time lie many months apart and
      // show as a difference between samples.
      var low = second
      var high = min(second + TimeZoneTransitions.step, nextSummerChange)
      let before = offsets[offsets.count - 1]
      if offset(at: high) != before {
        while high - low > 1 {
          let middle = (low + high) / 2
          if offset(at: middle) == before { low = middle } else { high = middle }
        }
        transitions.append(high)
        offsets.append(offset(at: high))
      }
      second = high
    }
    self.init(identifier: identifier, transitions: transitions, offsets: offsets)
  }

  /// 1900-01-01T00:00:00Z
  private static let firstSecond: Int64 = -2_208_988_800
  /// 2100-01-01T00:00:00Z
  private static let lastSecond: Int64 = 4_102_444_800
  private static let step: Int64 = 30 * 86_400
}
