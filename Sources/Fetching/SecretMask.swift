package import Declarations

/// Redacts secrets in text from outside.
///
/// Secrets shorter than eight characters are not redacted, because that would mangle similar text.
package struct SecretMask: Sendable {
  package static let shortest = 8
  package static let replacement = "***"

  private var texts: [String] = []

  package init(_ secrets: some Sequence<Secret> = []) {
    for secret in secrets { add(secret) }
  }

  package mutating func add(_ secret: Secret) {
    secret.withValue { value in
      guard value.count >= SecretMask.shortest else { return }
      for text in [value, value.percentEncoded] where !texts.contains(text) { texts.append(text) }
      // The longest first, so that a secret within another leaves no remainder.
      texts.sort { $0.utf8.count > $1.utf8.count }
    }
  }

  /// Returns the text with `***` instead of each secret, plain or percent-encoded.
  package func masked(_ text: String) -> String {
    texts.reduce(text) { $0.replacing($1, with: SecretMask.replacement) }
  }

  /// The number of bytes at the end of a block that may be the beginning of a secret.
  package var overlap: Int { max(0, (texts.first?.utf8.count ?? 1) - 1) }

  /// Overwrites each secret with asterisks, as many as it has bytes.
  package func blank(_ bytes: inout [UInt8]) {
    for text in texts {
      let pattern = Array(text.utf8)
      var start = 0
      while let found = bytes.position(of: pattern, from: start) {
        bytes.replaceSubrange(
          found..<found + pattern.count, with: repeatElement(UInt8(ascii: "*"), count: pattern.count))
        start = found + pattern.count
      }
    }
  }
}

extension [UInt8] {
  fileprivate func position(of pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first, count >= pattern.count else { return nil }
    var position = start
    while let found = self[position...].firstIndex(of: first), found + pattern.count <= count {
      if self[found..<found + pattern.count].elementsEqual(pattern) { return found }
      position = found + 1
    }
    return nil
  }
}
