/// Where a value lies in a batch's bytes, and what is known of it: eight bytes a value.
///
/// The kind is JSON's. A string's range covers what stands between its quotes, still escaped where `hasEscapes` is set; every other kind's
/// range covers its whole text.
///
/// Public rather than `package`: Swift 6.3 inlines into other modules only what is public, and these few bits are read
/// for every value.
public struct ValueRef: Hashable, Sendable {
  /// Byte offset of the first byte.
  public var offset: UInt32
  /// Length in the low 26 bits, then the flags.
  @usableFromInline var bits: UInt32

  public enum Kind: UInt32, Sendable {
    /// The record has no such key.
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
  /// A backslash stands in the text, so that it has to be unescaped.
  @inlinable public var hasEscapes: Bool { bits & 1 &<< 29 != 0 }
  /// A byte of 0x80 or above stands in the text.
  @inlinable public var isNonASCII: Bool { bits & 1 &<< 30 != 0 }
  /// The bytes lie in the batch's arena, not among those received.
  @inlinable public var isInArena: Bool { bits & 1 &<< 31 != 0 }
  /// Missing, or JSON's `null`.
  @inlinable public var isNull: Bool { bits &>> 26 & 7 < 2 }
}
