/// A point on the UTC time line, with microsecond resolution.
///
/// Its text is ISO 8601 in UTC; a fraction is written only if it is not zero.
package struct Instant: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z, negative before it.
  package var microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package init(seconds: Int64) {
    self.microseconds = seconds * 1_000_000
  }

  /// Seconds since the epoch, rounded down.
  package var seconds: Int64 {
    microseconds.flooredQuotient(by: 1_000_000)
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  package static func + (instant: Instant, duration: Duration) -> Instant {
    Instant(microseconds: instant.microseconds + duration.wholeMicroseconds)
  }

  package static func - (instant: Instant, duration: Duration) -> Instant {
    Instant(microseconds: instant.microseconds - duration.wholeMicroseconds)
  }

  /// The time from `right` to `left`.
  package static func - (left: Instant, right: Instant) -> Duration {
    .microseconds(left.microseconds - right.microseconds)
  }
}

extension Instant: CustomStringConvertible {
  /// Text such as `2026-10-01T05:00:00Z`, with a fraction if it is not zero.
  package var description: String {
    CivilTime(microseconds: microseconds).description + "Z"
  }

  /// `20261001T050000Z`: sorts by time and is safe in a file name. A fraction is written as `20261001T050000.250Z`.
  package var basicDescription: String {
    var text = description
    text.removeAll { $0 == "-" || $0 == ":" }
    return text
  }

  /// Reads `2026-10-01T05:00:00Z`, also with a fraction of up to six digits or with an offset such as `-05:00`.
  package init?(_ text: String) {
    guard let instant = ISO8601Parser.instant(Array(text.utf8)) else { return nil }
    self = instant
  }
}

extension Instant: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let instant = Instant(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not an instant")
    }
    self = instant
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Duration {
  /// The duration in microseconds; smaller parts are truncated.
  package var wholeMicroseconds: Int64 {
    components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
  }
}

extension FixedWidthInteger {
  /// The quotient rounded towards negative infinity; `divisor` is positive.
  @inlinable
  package func flooredQuotient(by divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
