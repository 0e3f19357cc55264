/// A request as the sandbox looks at it.
struct ReceivedRequest: Sendable {
  var method: String
  /// Path and query as they were received.
  var target: String
  /// Percent-decoded.
  var path: String
  /// Percent-decoded, in order.
  var query: [(name: String, value: String)]
  /// Headers by lowercase name.
  var headers: [String: String]
  var body: [UInt8]

  init(method: String, target: String, headers: [String: String], body: [UInt8]) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = ReceivedRequest.decoded(parts[0], plusIsBlank: false)
    query = ReceivedRequest.items(of: String(parts.count > 1 ? parts[1] : ""))
  }

  /// The names and values of a query, or of a form.
  static func items(of text: String) -> [(name: String, value: String)] {
    text.split(separator: "&").map { item in
      let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        ReceivedRequest.decoded(sides[0], plusIsBlank: true),
        sides.count > 1 ? ReceivedRequest.decoded(sides[1], plusIsBlank: true) : ""
      )
    }
  }

  /// A `%` without two hexadecimal digits is literal, because people write date formats in URLs.
  private static func decoded(_ text: Substring, plusIsBlank: Bool) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
      if byte == UInt8(ascii: "%") && digits.count == 2 {
        bytes.append(UInt8(digits[0] * 16 + digits[1]))
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") && plusIsBlank ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
