import Records

/// Estimates the load of responses by time of day, as a rate per second for each quarter of an hour, on each of the
/// last three days.
///
/// The estimate for a window is the median of these days, so that neither one burst nor one quiet Sunday distorts the
/// following days; of two days, it is the lower one.
struct RequestLoadEstimator: Sendable {
  private struct Slot {
    var amount = 0.0
    var seconds = 0.0
    /// The rates of the last times that the slot was seen completely, the newest first.
    var seen: [Double] = []

    /// The rate of a day, counted back from the newest; of a slot that was seen less often, its oldest.
    func rate(_ day: Int) -> Double {
      guard let oldest = seen.last else { return seconds > 0 ? amount / seconds : 0 }
      return day < seen.count ? seen[day] : oldest
    }

    mutating func add(_ more: Double, seconds length: Double) {
      amount += more
      seconds += length
      guard seconds >= RequestLoadEstimator.slotLength - 0.001 else { return }
      if seen.count == RequestLoadEstimator.days { seen.removeLast() }
      seen.insert(amount / seconds, at: 0)
      amount = 0
      seconds = 0
    }
  }

  /// The resolution of the profile.
  static let step = Duration.seconds(900)
  private static let slotLength = 900.0
  private static let days = 3
  private var slots = [Slot](repeating: Slot(), count: 96)

  /// Notes an amount that is spread over a span.
  mutating func add(_ amount: Double, over span: Range<Instant>) {
    let whole = RequestLoadEstimator.seconds(of: span)
    guard whole > 0 else { return }
    RequestLoadEstimator.forEachPart(of: span) { slot, seconds in
      slots[slot].add(amount * seconds / whole, seconds: seconds)
    }
  }

  /// Returns the day with the median load over a time span, counted back from the newest.
  func typicalDay(over span: Range<Instant>) -> Int {
    var seen = 0
    RequestLoadEstimator.forEachPart(of: span) { slot, _ in seen = max(seen, slots[slot].seen.count) }
    guard seen > 1 else { return 0 }
    let sums = (0..<seen).map { (day: $0, sum: expected(over: span, on: $0)) }.sorted { $0.sum < $1.sum }
    return sums[(seen - 1) / 2].day
  }

  /// The load of a time span on a day; times of day without observations count as zero.
  func expected(over span: Range<Instant>, on day: Int) -> Double {
    var sum = 0.0
    RequestLoadEstimator.forEachPart(of: span) { slot, seconds in sum += slots[slot].rate(day) * seconds }
    return sum
  }

  private static func seconds(of span: Range<Instant>) -> Double {
    Double(span.upperBound.microseconds - span.lowerBound.microseconds) / 1_000_000
  }

  private static func forEachPart(of span: Range<Instant>, _ body: (_ slot: Int, _ seconds: Double) -> Void) {
    let length = Int64(slotLength) * 1_000_000
    var position = span.lowerBound.microseconds
    while position < span.upperBound.microseconds {
      let index = position.flooredQuotient(by: length)
      let end = min((index + 1) * length, span.upperBound.microseconds)
      let slot = Int(index - index.flooredQuotient(by: 96) * 96)
      body(slot, Double(end - position) / 1_000_000)
      position = end
    }
  }
}
