/// Bytes that must not be shown, found in every spelling.
struct SecretPattern: Hashable, Sendable {
  let bytes: [UInt8]
  /// Found only where no letter or digit is next to it.
  let isWord: Bool
  /// In base64, whether the character before and the one after also encode a part of the secret.
  let base64: (leads: Bool, trails: Bool)?

  /// The most bytes of text that spell one byte: `&amp;amp;#x0000002F;`.
  private static let longestSpelling = 9 + HTMLEntity.longest

  /// A shorter part of a secret at a cut is not masked: it reveals nothing, and every other text would end in it.
  private let shortestFragment: Int

  init(bytes: [UInt8], isWord: Bool, base64: (leads: Bool, trails: Bool)?, shortestFragment: Int = 3) {
    self.bytes = bytes
    self.isWord = isWord
    self.base64 = base64
    self.shortestFragment = shortestFragment
  }

  /// The most bytes that a match takes, with those next to it that decide on it.
  var reach: Int { bytes.count * SecretPattern.longestSpelling + 16 }

  /// The bytes that a match may begin with.
  var firstBytes: Set<UInt8> {
    var first: Set<UInt8> = [bytes[0], UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&")]
    if bytes[0] == UInt8(ascii: " ") { first.insert(UInt8(ascii: "+")) }
    return first
  }

  static func patterns(for secret: String, isWord: Bool) -> [SecretPattern] {
    let plain = SecretPattern(bytes: Array(secret.utf8), isWord: isWord, base64: nil)
    // A server may convert its messages to one case.
    let capitals = SecretPattern(bytes: Array(secret.uppercased().utf8), isWord: isWord, base64: nil)
    return (isWord ? [plain] : [plain, plain.lowercased, capitals]) + hexadecimal(plain.bytes, isWord: isWord)
      + Base64Core.all(of: plain.bytes, isWord: isWord).map { core in
        SecretPattern(bytes: core.text, isWord: isWord, base64: (core.leads, core.trails), shortestFragment: 4)
      }
  }

  /// Two digits for each byte, in small letters or capitals.
  private static func hexadecimal(_ bytes: [UInt8], isWord: Bool) -> [SecretPattern] {
    ["0123456789abcdef", "0123456789ABCDEF"].map { alphabet in
      let digits = Array(alphabet.utf8)
      return SecretPattern(
        bytes: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, isWord: isWord, base64: nil,
        shortestFragment: 6)
    }
  }

  /// The pattern as it appears in text that was converted to lower case.
  var lowercased: SecretPattern {
    SecretPattern(
      bytes: Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8), isWord: isWord, base64: base64,
      shortestFragment: shortestFragment)
  }

  static func == (left: SecretPattern, right: SecretPattern) -> Bool {
    left.bytes == right.bytes && left.isWord == right.isWord && (left.base64 == nil) == (right.base64 == nil)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(bytes)
    hasher.combine(isWord)
  }

  /// The stretch to mask where the secret begins at `start`; nil if it does not.
  func range(in text: [UInt8], at start: Int, cut: TextCut) -> Range<Int>? {
    guard var end = matchEnd(in: text, at: start, from: 0, cut: cut) else { return nil }
    if isWord {
      guard isBoundary(before: start, in: text), isBoundary(after: end, in: text) else { return nil }
    }
    var start = start
    if let base64 {
      if base64.leads, start > 0, Base64Core.isCharacter(text[start - 1]) { start -= 1 }
      if base64.trails, end < text.count, Base64Core.isCharacter(text[end]) { end += 1 }
      while end < text.count, text[end] == UInt8(ascii: "=") { end += 1 }
    }
    return start..<end
  }

  /// The end of the secret's last part, where the text begins within the secret; nil if it does not.
  func leadingFragmentEnd(in text: [UInt8], cut: TextCut) -> Int? {
    var best: Int?
    for start in SecretPattern.fragmentStarts(in: text) {
      for index in 1..<max(1, bytes.count) {
        guard let end = matchEnd(in: text, at: start, from: index, cut: cut),
          !isWord || isBoundary(after: end, in: text)
        else { continue }
        best = max(best ?? 0, end)
      }
    }
    return best
  }

  /// The positions at which the rest of a secret may begin, because the text may begin within the spelling of one
  /// character.
  private static func fragmentStarts(in text: [UInt8]) -> [Int] {
    var starts: [Int] = []
    // Two escapes of `\\\u002F` spell a surrogate pair.
    for start in 0..<min(16, text.count) {
      if start > 0, !SecretSpelling.isPart(text[start - 1]) { break }
      starts.append(start)
    }
    for (position, byte) in text.prefix(longestSpelling).enumerated() {
      guard HTMLEntity.isPart(byte) else { break }
      if byte == UInt8(ascii: ";") { starts.append(position + 1) }
    }
    return starts
  }

  /// Returns the end of the secret's bytes from `first` on, if they are spelled out from `start` on.
  ///
  /// At a cut, the text's end where it ends within the secret. Parts that are too short to be masked do not count.
  private func matchEnd(in text: [UInt8], at start: Int, from first: Int, cut: TextCut) -> Int? {
    var index = first
    var position = start
    while index < bytes.count, position < text.count, text[position] == bytes[index],
      !SecretSpelling.isSpecial(text[position])
    {
      index += 1
      position += 1
    }
    let isShortFragment = first > 0 && bytes.count - first < shortestFragment
    if index == bytes.count { return isShortFragment ? nil : position }
    if position < text.count, !SecretSpelling.isSpecial(text[position]) { return nil }
    var matcher = SecretSpelling(pattern: bytes, text: text)
    matcher.run(from: index, at: position)
    if let end = matcher.end { return isShortFragment ? nil : end }
    guard cut.contains(.end), let deepest = matcher.endOfText, deepest - first >= shortestFragment else { return nil }
    return text.count
  }

  private func isBoundary(before start: Int, in text: [UInt8]) -> Bool {
    guard start > 0, bytes[0].isWordByte, text[start - 1].isWordByte else { return true }
    return SecretSpelling.endsEscape(text, at: start)
  }

  private func isBoundary(after end: Int, in text: [UInt8]) -> Bool {
    guard end < text.count, let last = bytes.last else { return true }
    return !last.isWordByte || !text[end].isWordByte
  }
}

extension UInt8 {
  /// An ASCII letter or digit, or a byte of another character.
  fileprivate var isWordByte: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
      true
    default: false
    }
  }
}
