/// The base64 characters that encode nothing but a secret, whatever is encoded before and after it.
struct Base64Core: Sendable {
  let text: [UInt8]
  /// The character before also encodes a part of the secret.
  let leads: Bool
  /// The character after also encodes a part of the secret.
  let trails: Bool

  private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let forURLs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// A secret may begin at each of the three bytes that four characters encode. One that is found only as a word is
  /// encoded alone.
  static func all(of secret: [UInt8], isWord: Bool) -> [Base64Core] {
    var cores: [Base64Core] = []
    for alphabet in [standard, forURLs] {
      if isWord {
        let count = (secret.count * 8 + 5) / 6
        cores.append(
          Base64Core(text: Array(encoded(secret, alphabet).prefix(count)), leads: false, trails: false))
        continue
      }
      for offset in 0..<3 {
        let bits = 8 * (offset + secret.count)
        let text = encoded(Array(repeating: 0, count: offset) + secret, alphabet)
        let first = (8 * offset + 5) / 6
        cores.append(
          Base64Core(text: Array(text[first..<bits / 6]), leads: offset > 0, trails: bits % 6 != 0))
      }
    }
    return cores
  }

  static func isCharacter(_ byte: UInt8) -> Bool {
    standard.contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  /// Six bits a character, the last padded with zeros.
  private static func encoded(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = (bits << 8 | UInt32(byte)) & 0xFFFF
      count += 8
      while count >= 6 {
        count -= 6
        text.append(alphabet[Int(bits >> UInt32(count) & 63)])
      }
    }
    if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
    return text
  }
}
