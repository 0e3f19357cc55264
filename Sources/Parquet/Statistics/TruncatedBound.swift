/// One end of the range of a column's texts, truncated if it is long: bounds are kept until the end of the file, and
/// texts may be large.
package struct TruncatedBound: Hashable, Sendable {
  package var bytes: [UInt8]
  /// False if no text is beyond it, but none needs to be equal to it.
  package var isExact: Bool

  private static let longest = 64

  /// The text, or as much of its beginning as fits.
  package static func below(_ text: some RandomAccessCollection<UInt8>) -> TruncatedBound {
    guard text.count > longest else { return TruncatedBound(bytes: Array(text), isExact: true) }
    return TruncatedBound(bytes: beginning(of: text), isExact: false)
  }

  /// The text, or a short one above it: its beginning with the last character that has a next one replaced by that.
  package static func above(_ text: some RandomAccessCollection<UInt8>) -> TruncatedBound {
    guard text.count > longest else { return TruncatedBound(bytes: Array(text), isExact: true) }
    var scalars = Array(String(decoding: beginning(of: text), as: UTF8.self).unicodeScalars)
    while let last = scalars.popLast() {
      // Surrogates are not characters.
      let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
      if let scalar = Unicode.Scalar(next) {
        scalars.append(scalar)
        return TruncatedBound(bytes: Array(String(String.UnicodeScalarView(scalars)).utf8), isExact: false)
      }
    }
    return TruncatedBound(bytes: Array(text), isExact: true)
  }

  /// The lower of two lower bounds. A text that equals the beginning of another is below it.
  static func lower(_ one: TruncatedBound, _ other: TruncatedBound) -> TruncatedBound {
    if one.bytes == other.bytes { return one.isExact ? one : other }
    return other.bytes.lexicographicallyPrecedes(one.bytes) ? other : one
  }

  /// The higher of two upper bounds. A text that equals the bound of another is above it.
  static func upper(_ one: TruncatedBound, _ other: TruncatedBound) -> TruncatedBound {
    if one.bytes == other.bytes { return one.isExact ? one : other }
    return one.bytes.lexicographicallyPrecedes(other.bytes) ? other : one
  }

  /// The first characters that fit.
  private static func beginning(of text: some RandomAccessCollection<UInt8>) -> [UInt8] {
    let first = Array(text.prefix(longest + 1))
    var end = longest
    while end > 0, first[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(first[..<end])
  }
}
