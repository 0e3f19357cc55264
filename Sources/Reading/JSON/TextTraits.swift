import CJSONScan

/// Known properties of a stretch of text.
struct TextTraits: OptionSet {
  var rawValue: UInt8

  /// The text contains a backslash.
  static let hasEscapes = TextTraits(rawValue: 1)
  /// The text contains a byte of 0x80 or above.
  static let isNonASCII = TextTraits(rawValue: 2)
}
