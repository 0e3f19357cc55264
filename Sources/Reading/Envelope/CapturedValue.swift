package import Records

/// A value from outside the records.
package struct CapturedValue: Hashable, Sendable {
  package var kind: ValueRef.Kind
  /// The value's JSON text as it was sent, a string's quotes included.
  package var text: [UInt8]
  /// True if `text` is only the beginning: the value is longer than 64 KiB, or contains the records, before which it
  /// is truncated.
  package var isCut: Bool

  package init(kind: ValueRef.Kind, text: [UInt8], isCut: Bool = false) {
    self.kind = kind
    self.text = text
    self.isCut = isCut
  }

  /// The bytes that a `ValueRef` of this value would cover: the content of a string's quotes, still escaped, or the
  /// complete text.
  package var content: ArraySlice<UInt8> {
    kind == .string ? text.dropFirst().dropLast(isCut ? 0 : 1) : text[...]
  }

  /// The unescaped string, or the JSON text of any other value; nil for `null`. Invalid text becomes U+FFFD.
  package var unescapedText: String? {
    switch kind {
    case .missing, .null: nil
    case .string: String(decoding: JSONUnescaper.unescaped(content), as: UTF8.self)
    case .true, .false, .number, .array, .object: String(decoding: text, as: UTF8.self)
    }
  }
}
