import Records

/// A bad value as people see it in a message.
enum Excerpt {
  /// Characters of a value within a reason.
  static let inReason = 60
  /// The maximum number of characters of a value shown on its own.
  static let alone = 200

  /// Returns at most `limit` scalars of a value, unescaped for a string, followed by `…` if there are more.
  static func text(of ref: ValueRef, in bytes: [UInt8], limit: Int) -> String {
    // A scalar has at most the twelve bytes of an escaped surrogate pair.
    let end = min(ref.end, ref.start + (limit + 2) * 12)
    var start: [UInt8] = []
    if ref.kind == .string {
      TextScan.appendUnescaped(bytes, in: ref.start..<end, to: &start)
    } else {
      start.append(contentsOf: bytes[ref.start..<end])
    }
    return visible(start, limit: limit)
  }

  /// Returns at most `limit` scalars of a text, with control characters made visible.
  static func visible(_ bytes: [UInt8], limit: Int) -> String {
    var text = ""
    for (count, scalar) in String(decoding: bytes, as: UTF8.self).unicodeScalars.enumerated() {
      guard count < limit else { return text + "…" }
      switch scalar.value {
      case 0x09: text += "\\t"
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// A value's text in a sentence.
  static func quoted(_ text: String) -> String {
    text.isEmpty ? "an empty text" : "`\(text)`"
  }
}
