/// Texts in one of two byte arrays, so that received texts need no copy.
///
/// Each text is UTF-8; the caller guarantees this.
package struct ParquetText: Sendable {
  package var bytes: [UInt8]
  package var extra: [UInt8]
  /// One a row.
  package var values: [Value]

  package init(bytes: [UInt8], extra: [UInt8] = [], values: [Value]) {
    self.bytes = bytes
    self.extra = extra
    self.values = values
  }

  /// The position of a text: eight bytes per value.
  package struct Value: Hashable, Sendable {
    @usableFromInline var offset: UInt32
    /// The length in the low 30 bits, then the flags.
    @usableFromInline var bits: UInt32

    /// The maximum is 2^32 - 1 for the offset and 2^30 - 1 for the length, in bytes.
    @inlinable
    package init(offset: Int, length: Int, isInExtra: Bool = false) {
      self.offset = UInt32(truncatingIfNeeded: offset)
      self.bits = UInt32(truncatingIfNeeded: length) & (1 &<< 30 &- 1) | (isInExtra ? 1 &<< 30 : 0)
    }

    @inlinable
    init(bits: UInt32) {
      self.offset = 0
      self.bits = bits
    }

    package static let null = Value(bits: 1 << 31)

    @inlinable var isNull: Bool { bits &>> 31 != 0 }
    @inlinable var isInExtra: Bool { bits &>> 30 & 1 != 0 }
    @inlinable var start: Int { Int(truncatingIfNeeded: offset) }
    @inlinable var length: Int { Int(truncatingIfNeeded: bits & (1 &<< 30 &- 1)) }
  }
}
