import Records

/// The texts of a field that mean null.
struct NullMatcher: Sendable {
  private let bytes: [UInt8]
  private let ends: [Int]
  private let longest: Int

  init(_ texts: [String]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for text in texts {
      bytes.append(contentsOf: text.utf8)
      ends.append(bytes.count)
    }
    self.bytes = bytes
    self.ends = ends
    self.longest = texts.map(\.utf8.count).max() ?? -1
  }

  var isEmpty: Bool { ends.isEmpty }

  /// Returns true if a scalar's text is one of these.
  ///
  /// - Parameter scratch: storage for unescaped text.
  @inline(__always)
  func contains(_ ref: ValueRef, of received: [UInt8], in text: Span<UInt8>, scratch: inout [UInt8]) -> Bool {
    if !ref.hasEscapes {
      guard ref.length <= longest else { return false }
      switch ref.kind {
      case .string, .number, .true, .false: return contains(text.extracting(ref.start..<ref.end))
      case .missing, .null, .array, .object: return false
      }
    }
    // Six bytes, as in \u0041, represent at least one.
    guard ref.kind == .string, ref.length <= longest * 6 else { return false }
    scratch.removeAll(keepingCapacity: true)
    TextScan.appendUnescaped(received, in: ref.start..<ref.end, to: &scratch)
    return contains(scratch.span)
  }

  private func contains(_ text: Span<UInt8>) -> Bool {
    let bytes = bytes.span
    let ends = ends.span
    var start = 0
    for index in 0..<ends.count {
      let end = ends[index]
      if end - start == text.count {
        var offset = 0
        while offset < text.count, bytes[start + offset] == text[offset] { offset += 1 }
        if offset == text.count { return true }
      }
      start = end
    }
    return false
  }
}
