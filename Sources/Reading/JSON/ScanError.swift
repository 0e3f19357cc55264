/// The error in a text that should be JSON.
enum ScanError: Hashable {
  case noKey
  case noKeyOrEnd
  case noColon
  case noCommaOrBrace
  case noCommaOrBracket
  case noValue
  case badNumber
  case badLiteral
  case tooDeep
  case recordTooLong
  /// An element of the array of records.
  case noRecord(JSONKind)
  /// The value found instead of the records.
  case noRecords(JSONKind)
  case secondRecords
  case html
  case trailingText
}
