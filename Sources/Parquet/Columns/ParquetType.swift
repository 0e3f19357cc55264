/// The type of a column's values.
package enum ParquetType: Hashable, Sendable {
  /// UTF-8 text.
  case string
  case int64
  case double
  case boolean
  /// Days since 1970-01-01, within 32 bits.
  case date
  /// Microseconds since 1970-01-01T00:00:00, in UTC (an instant) or on a clock without a zone.
  case timestamp(isAdjustedToUTC: Bool)
  /// An integer multiple of `10^-scale`, with up to `precision` digits. The precision is 1...38, the scale
  /// 0...precision.
  case decimal(precision: Int, scale: Int)
}

extension ParquetType {
  /// The primitive types of the format, by their numbers.
  enum Physical: Int32 {
    case boolean = 0
    case int32 = 1
    case int64 = 2
    case double = 5
    case byteArray = 6
    case fixedLengthByteArray = 7
  }

  var physical: Physical {
    switch self {
    case .string: .byteArray
    case .int64, .timestamp: .int64
    case .double: .double
    case .boolean: .boolean
    case .date: .int32
    case .decimal(let precision, _): precision <= 18 ? .int64 : .fixedLengthByteArray
    }
  }

  /// The bytes of a decimal wider than 64 bits: the fewest whose signed range covers all digits.
  package var fixedLength: Int? {
    guard case .decimal(let precision, _) = self, physical == .fixedLengthByteArray else { return nil }
    return (128 - ParquetType.largest(digits: precision).leadingZeroBitCount) / 8 + 1
  }

  /// Returns the largest integer with a number of digits, 38 at most.
  static func largest(digits: Int) -> UInt128 {
    var power: UInt128 = 1
    for _ in 0..<digits { power *= 10 }
    return power - 1
  }
}
