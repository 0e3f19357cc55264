/// The reason why a scan stops: without a `String` and allocation, because it is thrown at the end of every batch.
enum ScanStop: Error {
  /// The bytes end in the middle of something.
  case needsMore
  /// The byte at this offset of the scanned bytes doesn't fit.
  case fault(ScanFault, at: Int)
}

/// The error in a text that should be JSON.
enum ScanFault: Hashable {
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
