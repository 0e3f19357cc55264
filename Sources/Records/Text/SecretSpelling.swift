/// Follows a secret through a text that may spell each of its bytes differently.
///
/// Some bytes can be read in several ways (`\\` is one backslash or two), so that all positions a byte may lead to are
/// kept.
struct SecretSpelling {
  let pattern: [UInt8]
  let text: [UInt8]
  /// The latest end of the complete pattern.
  private(set) var end: Int?
  /// The number of bytes of the pattern that were found before the text ended within it.
  private(set) var endOfText: Int?
  /// By index into the pattern: the positions from which the rest may be found.
  private var positions: [[Int]] = []

  init(pattern: [UInt8], text: [UInt8]) {
    self.pattern = pattern
    self.text = text
  }

  mutating func run(from first: Int, at start: Int) {
    // It grows with what is found, so that a byte that begins nothing costs little, however long the secret is.
    positions = [[start]]
    var index = first
    while index < pattern.count, index - first < positions.count {
      for position in positions[index - first] { follow(index, at: position, base: first) }
      index += 1
    }
    if positions.count == pattern.count - first + 1 { end = positions.last?.max() }
  }

  /// A byte that may begin another spelling.
  static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "&")
  }

  /// A byte that may belong to the spelling of another one.
  static func isPart(_ byte: UInt8) -> Bool {
    isSpecial(byte) || byte == UInt8(ascii: "u") || byte == UInt8(ascii: "x") || SecretSpelling.digit(byte) != nil
  }

  /// An escape ends at a position: the letter before it is none of the text's own.
  static func endsEscape(_ text: [UInt8], at end: Int) -> Bool {
    func isHex(_ count: Int) -> Bool { end >= count && text[end - count..<end].allSatisfy { digit($0) != nil } }
    if isHex(2), end >= 3, text[end - 3] == UInt8(ascii: "%") { return true }
    if isHex(4), end >= 6, text[end - 5] == UInt8(ascii: "u"), text[end - 6] == UInt8(ascii: "\\") { return true }
    if isHex(2), end >= 4, text[end - 3] == UInt8(ascii: "x"), text[end - 4] == UInt8(ascii: "\\") { return true }
    return end >= 2 && text[end - 2] == UInt8(ascii: "\\")
  }

  private mutating func follow(_ index: Int, at position: Int, base: Int) {
    guard position < text.count else { return noteEndOfText(index) }
    let byte = text[position]
    let wanted = pattern[index]
    if byte == wanted || (byte == UInt8(ascii: "+") && wanted == UInt8(ascii: " ")) {
      reach(index + 1, at: position + 1, base: base)
    }
    if byte == UInt8(ascii: "%") { followPercent(index, at: position + 1, base: base) }
    if byte == UInt8(ascii: "\\") { followBackslash(index, at: position + 1, base: base) }
    if byte == UInt8(ascii: "&") { followEntity(index, at: position + 1, base: base) }
  }

  private mutating func reach(_ index: Int, at position: Int, base: Int) {
    while positions.count <= index - base { positions.append([]) }
    if !positions[index - base].contains(position) { positions[index - base].append(position) }
  }

  private mutating func noteEndOfText(_ index: Int) {
    endOfText = max(endOfText ?? 0, index)
  }

  /// Two hexadecimal digits behind a percent sign, which may itself be encoded once or twice (`%252F`).
  private mutating func followPercent(_ index: Int, at start: Int, base: Int) {
    for depth in 0...2 {
      let position = start + 2 * depth
      guard position + 2 <= text.count else { return noteEndOfText(index) }
      if number(at: position, digits: 2) == UInt32(pattern[index]) { reach(index + 1, at: position + 2, base: base) }
      guard text[position] == UInt8(ascii: "2"), text[position + 1] == UInt8(ascii: "5") else { return }
    }
  }

  /// A character behind one to three backslashes: JSON within a JSON string escapes twice.
  private mutating func followBackslash(_ index: Int, at start: Int, base: Int) {
    var position = start
    while position <= start + 2 {
      guard position < text.count else { return noteEndOfText(index) }
      if text[position] == pattern[index], SecretSpelling.digit(text[position]) == nil {
        reach(index + 1, at: position + 1, base: base)
      }
      if text[position] == UInt8(ascii: "x") { followHex(index, at: position + 1, base: base) }
      if text[position] == UInt8(ascii: "u") { followUnicode(index, at: position, base: base) }
      guard text[position] == UInt8(ascii: "\\") else { return }
      position += 1
    }
  }

  /// `x2F`, as in the string literals of programming languages.
  private mutating func followHex(_ index: Int, at position: Int, base: Int) {
    guard position + 2 <= text.count else { return noteEndOfText(index) }
    if number(at: position, digits: 2) == UInt32(pattern[index]) { reach(index + 1, at: position + 2, base: base) }
  }

  /// `#47;`, `#x2F;` or `sol;`.
  private mutating func followEntity(_ index: Int, at start: Int, base: Int) {
    switch HTMLEntity.read(text, at: start) {
    case .entity(let entity):
      let encoded = Array(Character(entity.scalar).utf8)
      if pattern[index...].starts(with: encoded) { reach(index + encoded.count, at: entity.end, base: base) }
      // `&amp;` may be the beginning of an entity that was escaped twice.
      if entity.scalar == "&", entity.end == text.count { noteEndOfText(index) }
    case .cut: noteEndOfText(index)
    case .other: break
    }
  }

  /// `u002F`, or two of them for a character beyond U+FFFF.
  private mutating func followUnicode(_ index: Int, at start: Int, base: Int) {
    guard start + 5 <= text.count else { return noteEndOfText(index) }
    guard let unit = number(at: start + 1, digits: 4) else { return }
    var end = start + 5
    var value = unit
    if 0xD800..<0xDC00 ~= unit {
      while end < text.count, text[end] == UInt8(ascii: "\\") { end += 1 }
      guard end + 5 <= text.count else { return noteEndOfText(index) }
      guard text[end] == UInt8(ascii: "u"), let low = number(at: end + 1, digits: 4), 0xDC00..<0xE000 ~= low else {
        return
      }
      value = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      end += 5
    }
    guard let scalar = Unicode.Scalar(value) else { return }
    let encoded = Array(Character(scalar).utf8)
    if pattern[index...].starts(with: encoded) { reach(index + encoded.count, at: end, base: base) }
  }

  private func number(at position: Int, digits: Int) -> UInt32? {
    var number: UInt32 = 0
    for byte in text[position..<position + digits] {
      guard let digit = SecretSpelling.digit(byte) else { return nil }
      number = number << 4 | digit
    }
    return number
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
