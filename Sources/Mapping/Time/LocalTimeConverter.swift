import Records

/// Converts a zone's local times to instants.
///
/// A local time that occurs twice is the first of the two; one that does not exist is read with the offset before
/// the change. Each offset therefore applies to one stretch of local time, and the last stretch is cached.
struct LocalTimeConverter: Sendable {
  private let offsets: [Int64]
  /// Local seconds at which the next offset begins to apply, ascending.
  private let boundaries: [Int64]
  private var stretch: Range<Int64>
  private var offset: Int64

  init(_ zone: TimeZoneTransitions) {
    var boundaries: [Int64] = []
    for (index, transition) in zone.transitions.enumerated() {
      // If clocks are set back, the old offset applies until the repeated hour has passed once; if forward, until the
      // end of the gap.
      let boundary = transition + max(zone.offsets[index], zone.offsets[index + 1])
      boundaries.append(max(boundary, boundaries.last ?? boundary))
    }
    self.offsets = zone.offsets
    self.boundaries = boundaries
    self.stretch = 0..<0
    self.offset = 0
  }

  /// Seconds since the epoch for seconds since 1970-01-01T00:00:00 on the wall clock.
  @inline(__always)
  mutating func instant(ofCivil seconds: Int64) -> Int64 {
    if !stretch.contains(seconds) { find(seconds) }
    return seconds &- offset
  }

  private mutating func find(_ seconds: Int64) {
    var low = 0
    var high = boundaries.count
    while low < high {
      let middle = (low + high) / 2
      if boundaries[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    offset = offsets[low]
    stretch = (low > 0 ? boundaries[low - 1] : .min)..<(low < boundaries.count ? boundaries[low] : .max)
  }
}
