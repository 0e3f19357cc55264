import Records

/// Shows bad values in messages and in the rejects, without secrets.
struct ValueExcerpt {
  /// Characters of a value within a reason.
  static let inReason = 60
  /// Characters of a value by itself.
  static let alone = 200

  let redactor: SecretRedactor

  /// At most `limit` characters of a value, a string's unescaped, then `…` if there is more.
  func text(of ref: ValueRef, in bytes: [UInt8], limit: Int) -> String {
    // No character takes more than the twelve bytes of an escaped surrogate pair. Behind the limit, a secret that
    // begins before it is seen to its end.
    let end = min(ref.end, ref.start + (limit + 2 + redactor.longestSecret) * 12)
    var start: [UInt8] = []
    if ref.kind == .string {
      TextScan.appendUnescaped(bytes, in: ref.start..<end, to: &start)
    } else {
      start.append(contentsOf: bytes[ref.start..<end])
    }
    return visible(start, limit: limit, cut: end < ref.end ? .end : [])
  }

  /// At most `limit` characters of a text, control characters escaped.
  func visible(_ bytes: [UInt8], limit: Int, cut: TextCut = []) -> String {
    SanitizedText(
      String(decoding: bytes, as: UTF8.self), limit: limit, redactor: redactor, cut: cut, hidden: .escaped
    ).text
  }

  /// A value's text in a sentence.
  static func quoted(_ text: String) -> String {
    text.isEmpty ? "an empty text" : "`\(text)`"
  }
}
