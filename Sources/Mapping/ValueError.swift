/// The reason why a value or text is bad; one byte, so that hot loops can return it.
enum ValueError: UInt8, Sendable {
  case missingKey
  case requiredNull
  case arrayOnPath
  case notInteger
  case integerRange
  case notDecimal
  case decimalExponent
  case decimalRange
  case notDouble
  case doubleRange
  case notBoolean
  case notDate
  case dateWithTime
  case impossibleDay
  case notTimestamp
  case epochNumber
  case tooFine
  case notOfFormat
  case notCount
  case countRange
  case countFraction
  case notDuration
  case durationFraction
  case durationRange
  case notJSON
  case tooLong
  case notUTF8
  case unpairedSurrogate
  case unknownEscape
  case nul

  /// True if the text itself is invalid, rather than the value that it represents.
  var isBadText: Bool {
    switch self {
    case .notUTF8, .unpairedSurrogate, .unknownEscape, .nul: true
    default: false
    }
  }

  /// The reason as text; `value` is the value as displayed, `format` the field's own format, if any.
  func text(_ value: String, format: String) -> String {
    switch self {
    case .missingKey: "the key is missing"
    case .requiredNull: "it is null, and the column is required"
    case .arrayOnPath: "the path leads into the array \(value), which needs an index, as in `a.0.b`"
    case .notInteger: "\(value) is not an integer"
    case .integerRange: "\(value) does not fit into 64 bits"
    case .notDecimal: "\(value) is not a decimal number"
    case .decimalExponent: "\(value) has an exponent beyond 400"
    case .decimalRange: "\(value) has more digits than the format's decimals allow"
    case .notDouble: "\(value) is not a number"
    case .doubleRange: "\(value) is too large for a double"
    case .notBoolean: "\(value) is not a boolean"
    case .notDate: "\(value) is not a date such as 2026-10-01"
    case .dateWithTime: "\(value) has a time of day, which a date cannot contain"
    case .impossibleDay: "\(value) is not a valid day"
    case .notTimestamp: "\(value) is not a date and time such as 2026-10-01 05:00:00"
    case .epochNumber: "\(value) is a number; set `format` to epoch_seconds or epoch_milliseconds"
    case .tooFine: "\(value) is finer than a microsecond"
    case .notOfFormat: "\(value) does not match the format `\(format)`"
    case .notCount: "\(value) is not a number; expected `\(format)`"
    case .countRange: "\(value) as `\(format)` is outside the years 0000 to 9999"
    case .countFraction: "\(value) has a fraction, which only epoch_seconds may have"
    case .notDuration: "\(value) is not a duration such as 00:01:30"
    case .durationFraction: "\(value) has a fraction of a second"
    case .durationRange: "\(value) is out of range for a duration"
    case .notJSON: "\(value) is not valid JSON"
    case .tooLong: "\(value) is longer than 64 MiB after conversion"
    case .notUTF8: "the text is not valid UTF-8"
    case .unpairedSurrogate: "the text has an unpaired surrogate"
    case .unknownEscape: "the text has an invalid JSON escape"
    case .nul: "the text contains U+0000"
    }
  }
}
