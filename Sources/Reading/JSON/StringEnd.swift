/// The end of a string.
struct StringEnd {
  /// The result of `json_scan_string`: the closing quote's distance from the first byte, and two traits.
  let packed: UInt64

  /// Bytes between the quotes.
  @inline(__always) var length: Int { Int(truncatingIfNeeded: packed &>> 2) }
  @inline(__always) var traits: TextTraits { TextTraits(rawValue: UInt8(truncatingIfNeeded: packed & 3)) }
}
