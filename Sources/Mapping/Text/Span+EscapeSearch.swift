import CJSONScan

/// The vector searches for bad escapes and zero bytes; the only place of this target that touches memory by pointer.
extension Span<UInt8> {
  /// Returns true if every escape in this raw string text is valid JSON, surrogates are paired, and no escape
  /// represents U+0000.
  @inline(__always)
  var hasSoundEscapesOnly: Bool {
    withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return true }
      return escapes_are_sound(start, bytes.count)
    }
  }

  /// True if a byte is zero.
  var hasZero: Bool {
    withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      return text_has_zero(start, bytes.count)
    }
  }
}
