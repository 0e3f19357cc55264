import Records

/// Estimates the load of responses by time of day, as a rate per second for each quarter of an hour.
///
/// Rates rise immediately and fall slowly, so that a quiet Sunday does not distort the estimate for Monday.
struct LoadProfile: Sendable {
  private struct Slot {
    var amount = 0.0
    var seconds = 0.0
    /// The rate after a complete slot was observed; nil until then.
    var settled: Double?

    var rate: Double { settled ?? (seconds > 0 ? amount / seconds : 0) }

    mutating func add(_ more: Double, seconds length: Double) {
      amount += more
      seconds += length
      guard seconds >= LoadProfile.slotLength - 0.001 else { return }
      let seen = amount / seconds
      settled = settled.map { max(seen, 0.75 * $0 + 0.25 * seen) } ?? seen
      amount = 0
      seconds = 0
    }
  }

  /// The resolution of the profile.
  static let step = Duration.seconds(900)
  private static let slotLength = 900.0
  private var slots = [Slot](repeating: Slot(), count: 96)

  /// Notes an amount that is spread over a span.
  mutating func add(_ amount: Double, over span: Range<Instant>) {
    let whole = LoadProfile.seconds(of: span)
    guard whole > 0 else { return }
    LoadProfile.forEachPart(of: span) { slot, seconds in slots[slot].add(amount * seconds / whole, seconds: seconds) }
  }

  /// The expected load over a time span; times of day without observations count as zero.
  func expected(over span: Range<Instant>) -> Double {
    var sum = 0.0
    LoadProfile.forEachPart(of: span) { slot, seconds in sum += slots[slot].rate * seconds }
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
