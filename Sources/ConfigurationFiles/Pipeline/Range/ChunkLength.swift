/// A chunk's length on the calendar.
package struct ChunkLength: Hashable, Sendable, CustomStringConvertible {
  package enum Unit: String, CaseIterable, Hashable, Sendable {
    case minute
    case hour
    case day
    case week
    case month
  }

  /// 1 or more.
  package var count: Int
  package var unit: Unit

  package init(count: Int, unit: Unit) {
    self.count = count
    self.unit = unit
  }

  package var description: String { "\(count) \(unit.rawValue)\(count == 1 ? "" : "s")" }
}
