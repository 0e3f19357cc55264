import Records

/// Why a scan goes no further: no `String` and no memory, for it is thrown at the end of every batch.
enum ScanStop: Error {
  /// The bytes end in the middle of something.
  case needsMore
  /// The byte at this offset of the scanned bytes doesn't fit.
  case fault(ScanFault, at: Int)
}

/// What is wrong with a text that should be JSON.
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
  /// The value where the records should be.
  case noRecords(JSONKind)
  case secondRecords
  case html
  case trailingText
}

/// A value's kind as its first byte tells it.
enum JSONKind: Hashable {
  case null
  case boolean
  case number
  case string
  case array
  case object

  /// Nil where no value begins with `byte`.
  init?(firstByte byte: UInt8) {
    switch byte {
    case UInt8(ascii: "n"): self = .null
    case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .boolean
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): self = .number
    case UInt8(ascii: "\""): self = .string
    case UInt8(ascii: "["): self = .array
    case UInt8(ascii: "{"): self = .object
    default: return nil
    }
  }

  /// The kind of the value that begins with `byte`, which is of this kind.
  func valueKind(_ byte: UInt8) -> ValueRef.Kind {
    switch self {
    case .null: .null
    case .boolean: byte == UInt8(ascii: "t") ? .true : .false
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// With its article.
  var words: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
