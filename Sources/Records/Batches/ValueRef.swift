/// The position of a value in a batch's bytes, and its properties, in eight bytes.
///
/// The kind is JSON's. A string's range covers the bytes between its quotes, still escaped if `hasEscapes` is set;
/// every other kind's range covers its complete text.
///
/// It is public rather than `package` because Swift 6.3 inlines only public code into other modules, and these few
/// bits are read for every value.
public struct ValueRef: Hashable, Sendable {
  /// Byte offset of the first byte.
  public var offset: UInt32
  /// Length in the low 26 bits, then the flags.
  @usableFromInline var bits: UInt32

  public enum Kind: UInt32, Sendable {
    /// The record does not have the key.
    case missing = 0
    case null = 1
    case `false` = 2
    case `true` = 3
    case number = 4
    case string = 5
    case array = 6
    case object = 7
  }

  /// A value is shorter than 64 MiB; records beyond it are refused by the reader.
  public static let maximumLength = 1 << 26 - 1

  @inlinable
  public init(
    kind: Kind, offset: Int, length: Int, hasEscapes: Bool = false, isNonASCII: Bool = false, isInArena: Bool = false
  ) {
    self.offset = UInt32(truncatingIfNeeded: offset)
    self.bits =
      UInt32(truncatingIfNeeded: length) | kind.rawValue &<< 26 | (hasEscapes ? 1 &<< 29 : 0)
      | (isNonASCII ? 1 &<< 30 : 0) | (isInArena ? 1 &<< 31 : 0)
  }

  @inlinable public static var missing: ValueRef { ValueRef(kind: .missing, offset: 0, length: 0) }
  @inlinable public static var null: ValueRef { ValueRef(kind: .null, offset: 0, length: 0) }

  @inlinable public var kind: Kind { Kind(rawValue: bits &>> 26 & 7).unsafelyUnwrapped }
  /// Length in bytes.
  @inlinable public var length: Int { Int(truncatingIfNeeded: bits & (1 &<< 26 &- 1)) }
  @inlinable public var start: Int { Int(truncatingIfNeeded: offset) }
  @inlinable public var end: Int { start &+ length }
  /// True if the text contains a backslash and must be unescaped.
  @inlinable public var hasEscapes: Bool { bits & 1 &<< 29 != 0 }
  /// True if the text contains a byte of 0x80 or above.
  @inlinable public var isNonASCII: Bool { bits & 1 &<< 30 != 0 }
  /// The bytes lie in the batch's arena, not among those received.
  @inlinable public var isInArena: Bool { bits & 1 &<< 31 != 0 }
  /// Missing, or JSON's `null`.
  @inlinable public var isNull: Bool { bits &>> 26 & 7 < 2 }
}

extension ValueRef {
  /// A value that is missing because its path leads by a name into an array, which has only indices.
  package static func missing(in array: ValueRef) -> ValueRef {
    ValueRef(
      kind: .missing, offset: array.start, length: array.length, hasEscapes: array.hasEscapes,
      isNonASCII: array.isNonASCII)
  }

  /// The array in which a `missing(in:)` is missing; nil for every other value.
  package var arrayOnPath: ValueRef? {
    guard kind == .missing, length > 0 else { return nil }
    return ValueRef(
      kind: .array, offset: start, length: length, hasEscapes: hasEscapes, isNonASCII: isNonASCII)
  }
}
