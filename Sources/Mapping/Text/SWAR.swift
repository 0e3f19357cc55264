/// Eight bytes of text in one word, the first byte lowest. Marks are the top bits of the bytes that were found.
///
/// Only the lowest mark of a search is exact: a borrow may set marks above it.
extension UInt64 {
  @inline(__always)
  static func repeating(_ byte: UInt8) -> UInt64 {
    0x0101_0101_0101_0101 &* UInt64(byte)
  }

  static let topBits: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  func marks(of byte: UInt8) -> UInt64 {
    let difference = self ^ .repeating(byte)
    return (difference &- .repeating(1)) & ~difference & .topBits
  }

  /// Marks bytes below `limit`, which is at most 0x80.
  @inline(__always)
  func marks(below limit: UInt8) -> UInt64 {
    (self &- .repeating(limit)) & ~self & .topBits
  }

  /// Marks bytes of 0x80 and above.
  @inline(__always)
  var marksOfNonASCII: UInt64 { self & .topBits }

  /// The index of the byte with the lowest mark; `self` is not zero.
  @inline(__always)
  var firstMark: Int { trailingZeroBitCount &>> 3 }
}

extension Span<UInt8> {
  /// The eight bytes from an index on.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// The two bytes from an index on.
  @inline(__always)
  func halfWord(at index: Int) -> UInt16 {
    UInt16(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt16.self))
  }
}

extension UInt8 {
  /// The value of an ASCII digit; 10 or more for any other byte.
  @inline(__always)
  var digit: UInt8 { self &- UInt8(ascii: "0") }

  /// The value of an ASCII hexadecimal digit, or nil.
  @inline(__always)
  var hexDigit: UInt32? {
    if digit < 10 { return UInt32(digit) }
    let letter = (self | 0x20) &- UInt8(ascii: "a")
    return letter < 6 ? UInt32(letter) &+ 10 : nil
  }

  /// Blank, tab, line feed, vertical tab, form feed or carriage return.
  @inline(__always)
  var isASCIIWhitespace: Bool { self == 0x20 || self &- 9 < 5 }
}
