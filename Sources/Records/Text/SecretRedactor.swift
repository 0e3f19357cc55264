/// Masks secrets in untrusted text, in every spelling in which a server may repeat them.
///
/// A secret is found as it is, in small letters or in capitals, with JSON escapes (`\/`, `\u002F`), percent-encoded
/// (`%2F`, `%2f`, `%252F`), with `+` for a space, as HTML entities (`&#47;`, `&#x2F;`, `&sol;`), in any mixture of
/// these, in hexadecimal, and within base64 at any alignment. A secret of fewer than eight characters is masked only as
/// a word of its own and in its own case, because masking it within other words would mangle text that merely contains
/// the same letters.
package struct SecretRedactor: Sendable {
  package static let replacement = "***"
  /// Shorter secrets are masked as words.
  package static let shortestAnywhere = 8

  private var patterns: [SecretPattern] = []
  /// The patterns that may begin with a byte, by that byte.
  private var candidates: [[Int]] = []
  /// True for the bytes that a pattern may begin with: all others are skipped.
  private var begins: [Bool] = []
  /// The most bytes that a masked stretch takes, with its neighbors.
  private(set) var reach = 0

  package init() {}

  package init(_ secrets: some Sequence<String>) {
    for secret in secrets { add(secret) }
  }

  package var isEmpty: Bool { patterns.isEmpty }

  /// The bytes of the longest secret.
  package var longestSecret: Int { patterns.map(\.bytes.count).max() ?? 0 }

  /// A redactor for text of our own that holds no echoes, where a short secret could only be found by chance.
  package var withoutShortSecrets: SecretRedactor {
    var redactor = SecretRedactor()
    redactor.add(patterns.filter { !$0.isWord })
    return redactor
  }

  /// A redactor for text that was converted to lower case, as the host of a URL.
  package var lowercased: SecretRedactor {
    var redactor = SecretRedactor()
    redactor.add(patterns.map(\.lowercased))
    return redactor
  }

  package mutating func add(_ secret: String) {
    guard !secret.isEmpty else { return }
    add(SecretPattern.patterns(for: secret, isWord: secret.count < SecretRedactor.shortestAnywhere))
  }

  private mutating func add(_ more: [SecretPattern]) {
    if candidates.isEmpty {
      candidates = Array(repeating: [], count: 256)
      begins = Array(repeating: false, count: 256)
    }
    for pattern in more where !patterns.contains(pattern) {
      for byte in pattern.firstBytes {
        candidates[Int(byte)].append(patterns.count)
        begins[Int(byte)] = true
      }
      patterns.append(pattern)
      reach = max(reach, pattern.reach)
    }
  }

  /// The text with `***` in place of each secret.
  ///
  /// - Parameter cut: the ends at which the text is a part of a longer one; there, parts of secrets are masked too.
  package func redacted(_ text: String, cut: TextCut = []) -> String {
    guard !isEmpty else { return text }
    let bytes = Array(text.utf8)
    let ranges = ranges(in: bytes, cut: cut)
    guard !ranges.isEmpty else { return text }
    var shown: [UInt8] = []
    var position = 0
    for range in ranges {
      shown += bytes[position..<range.lowerBound]
      shown += SecretRedactor.replacement.utf8
      position = range.upperBound
    }
    return String(decoding: shown + bytes[position...], as: UTF8.self)
  }

  /// Overwrites each secret with as many bytes: JSON stays JSON, and its length is the same.
  ///
  /// Asterisks replace text. Digits replace a secret of digits alone, because it may be a JSON number.
  package func overwrite(_ bytes: inout [UInt8], cut: TextCut = []) {
    guard !isEmpty else { return }
    for range in ranges(in: bytes, cut: cut) { SecretRedactor.overwrite(range, of: &bytes) }
  }

  static func overwrite(_ range: Range<Int>, of bytes: inout [UInt8]) {
    let isNumber = bytes[range].allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    let digit = bytes[range.lowerBound] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
    bytes.replaceSubrange(
      range, with: repeatElement(isNumber ? digit : UInt8(ascii: "*"), count: range.count))
  }

  /// The stretches to mask, in order; none overlaps another.
  func ranges(in text: [UInt8], cut: TextCut = []) -> [Range<Int>] {
    var found: [Range<Int>] = []
    if cut.contains(.start) {
      let ends = patterns.compactMap { $0.leadingFragmentEnd(in: text, cut: cut) }
      if let end = ends.max() { found.append(0..<end) }
    }
    for start in text.indices where begins[Int(text[start])] {
      for index in candidates[Int(text[start])] {
        guard let range = patterns[index].range(in: text, at: start, cut: cut) else { continue }
        found.append(range)
      }
    }
    return found.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
      if let last = merged.last, range.lowerBound < last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
  }
}

extension SecretRedactor: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { SecretRedactor.replacement }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
