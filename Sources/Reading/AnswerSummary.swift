package import Records

/// The content of a response outside its records; final once `AnswerReader.finish` has returned.
package struct AnswerSummary: Sendable {
  /// Bytes received.
  package var bytes: Int
  /// Records located, those in batches that were not taken yet included.
  package var records: Int
  /// True if the response has an array of records, which may be empty, or one object instead of it.
  package var foundRecords: Bool
  /// One value per capture; nil if the response does not have the key. Of duplicate keys, the last one counts.
  package var captured: [CapturedValue?]
  /// The captures whose path leads by a name into an array, which has only indices.
  package var arraysOnPaths: [[String]]
  /// Top-level keys of the records that are not wanted, by name, each with the number of records that have it.
  package var unknownFields: [(name: String, count: Int)]
  /// There are more unknown fields than `unknownFields` names.
  package var hasMoreUnknownFields: Bool
  /// Records that have none of the wanted and none of the known keys.
  package var unrecognizedRecords: Int
  /// The beginning of the first of these.
  package var unrecognizedSample: [UInt8]
}

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
  package var plainText: String? {
    switch kind {
    case .missing, .null: nil
    case .string: String(decoding: JSONText.unescaped(content), as: UTF8.self)
    case .true, .false, .number, .array, .object: String(decoding: text, as: UTF8.self)
    }
  }
}
