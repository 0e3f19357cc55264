/// One thing that shapes the bytes of an export, in words: `field \`duration\`` and `seconds from time`.
package struct FingerprintEntry: Hashable, Sendable, Codable {
  package var key: String
  package var value: String

  package init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}
