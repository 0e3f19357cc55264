package import Records

/// A value that is the same for every row of a batch.
package enum ConstantValue: Hashable, Sendable {
  case null
  /// Its ISO 8601 text in UTC; in a `date` column the zone's day.
  case instant(Instant)
  /// In a `timestamp` column, the zone's midnight.
  case day(CalendarDay)
  /// Cast like a JSON string.
  case text(String)
  /// Cast like a received value. The bytes are the value's complete JSON text, with both quotes of a string.
  case json(kind: ValueRef.Kind, [UInt8])
}
