import Records

/// A value's kind, determined by its first byte.
enum JSONKind: Hashable {
  case null
  case boolean
  case number
  case string
  case array
  case object

  /// Nil if no value begins with `byte`.
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

  /// The kind's name with its article.
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
