/// The beginning of a body, for the error message of an unreadable response.
struct BodyPrologue {
  private var bytes: [UInt8] = []

  mutating func append(_ more: [UInt8]) {
    guard bytes.count < BodyPrologue.maxBytes else { return }
    bytes.append(contentsOf: more.prefix(BodyPrologue.maxBytes - bytes.count))
  }

  private static let maxBytes = 512

  /// The body may continue.
  var isFull: Bool { bytes.count == BodyPrologue.maxBytes }

  var text: String? {
    let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.isEmpty ? nil : text
  }
}
