package import Records

/// What an answer held beside its records; final once `AnswerReader.finish` has returned.
package struct AnswerSummary: Sendable {
  /// Bytes received.
  package var bytes: Int
  /// Records located, those in batches that were not taken yet included.
  package var records: Int
  /// The answer has an array of records, which may be empty, or one object in its place.
  package var foundRecords: Bool
  /// One for each capture of the shape; nil where the answer has no such key. Of duplicate keys the last counts.
  package var captured: [CapturedValue?]
  /// Keys of the records' top level that nobody asked for, by name, each with the number of records that have it.
  package var unknownFields: [(name: String, count: Int)]
  /// There are more unknown fields than `unknownFields` names.
  package var hasMoreUnknownFields: Bool
}

/// A value from beside the records.
package struct CapturedValue: Hashable, Sendable {
  package var kind: ValueRef.Kind
  /// The value's JSON text as it was sent, a string's quotes included.
  package var text: [UInt8]
  /// `text` is only the beginning: the value is longer than 64 KiB, or holds the records, before which it is cut.
  package var isCut: Bool

  package init(kind: ValueRef.Kind, text: [UInt8], isCut: Bool = false) {
    self.kind = kind
    self.text = text
    self.isCut = isCut
  }

  /// The bytes that a `ValueRef` of this value would cover: what stands between a string's quotes, still escaped, or
  /// the whole text.
  package var content: ArraySlice<UInt8> {
    kind == .string ? text.dropFirst().dropLast(isCut ? 0 : 1) : text[...]
  }

  /// A string unescaped, any other value as its JSON text; nil for `null`. What is no valid text becomes U+FFFD.
  package var plainText: String? {
    switch kind {
    case .missing, .null: nil
    case .string: String(decoding: JSONText.unescaped(content), as: UTF8.self)
    case .true, .false, .number, .array, .object: String(decoding: text, as: UTF8.self)
    }
  }
}
