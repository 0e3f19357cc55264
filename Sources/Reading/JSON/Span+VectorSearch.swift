import CJSONScan

extension Span where Element == UInt8 {
  /// Returns the end of the string whose opening quote is before `start`; nil if the span ends before it.
  @inline(__always)
  func stringEnd(from start: Int) -> StringEnd? {
    guard isInside(start) else { return nil }
    let packed = withUnsafeBufferPointer { bytes in
      json_scan_string(bytes.baseAddress.unsafelyUnwrapped + start, bytes.count &- start)
    }
    return packed == json_scan_open ? nil : StringEnd(packed: packed)
  }

  /// Offset of the first quote or backslash from `start` on, or the span's end.
  @inline(__always)
  func quoteOrBackslash(from start: Int) -> Int {
    guard isInside(start) else { return start }
    return withUnsafeBufferPointer { bytes in
      start &+ json_scan_stop(bytes.baseAddress.unsafelyUnwrapped + start, bytes.count &- start)
    }
  }

  /// Returns the offset of the first byte from `start` on that is not whitespace, or the span's end.
  @inline(__always)
  func whitespaceEnd(from start: Int) -> Int {
    guard isInside(start) else { return start }
    // Mostly there is none at all.
    if self[start] > 0x20 { return start }
    return withUnsafeBufferPointer { bytes in
      start &+ json_scan_whitespace(bytes.baseAddress.unsafelyUnwrapped + start, bytes.count &- start)
    }
  }

  /// Returns true if `length` bytes of `text`, from `offset` on, are at `start`; false if the span is too short.
  @inline(__always)
  func holds(_ text: Span<UInt8>, from offset: Int, length: Int, at start: Int) -> Bool {
    precondition(0 <= offset && 0 < length && length <= text.count &- offset)
    guard isInside(start), length <= count &- start else { return false }
    return withUnsafeBufferPointer { bytes in
      text.withUnsafeBufferPointer { texts in
        json_scan_equal(
          bytes.baseAddress.unsafelyUnwrapped + start, texts.baseAddress.unsafelyUnwrapped + offset, length)
      }
    }
  }

  /// Returns true if a byte exists at `start`, so that the span has an address too.
  @inline(__always)
  private func isInside(_ start: Int) -> Bool {
    precondition(0 <= start)
    return start < count
  }
}

// The only use of pointers in Reading: each is taken from a span, passed to C together with the number of remaining
// bytes of the span, and not kept. Offsets are checked before.
