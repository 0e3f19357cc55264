import CJSONScan

/// The vector search for bad escapes; the only place of this target that touches memory by pointer.
extension Span<UInt8> {
  /// Returns true if every escape in this raw string text is valid JSON, and surrogates are paired.
  @inline(__always)
  var hasSoundEscapesOnly: Bool {
    withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return true }
      return escapes_are_sound(start, bytes.count)
    }
  }
}
