package import Records

/// The consumer's findings in a body.
package struct ParsedResponse: Hashable, Sendable {
  /// The value at the envelope's success path; nil if it is missing. A number or boolean has its JSON text.
  package var code: String?
  /// The API's message; for a response that is not JSON, its text.
  package var message: String?
  /// `message` is only a beginning.
  package var isMessageCut = false
  /// The number of records that the response declares.
  package var declared: Int?
  /// The reason why `declared` is nil; nil if the envelope declares no such number, or it was read.
  package var declaredProblem: DeclaredCountProblem?
  /// The number of records that it has.
  package var records: Int
  /// Records among them that have none of the report's fields.
  package var unrecognized = 0
  /// The beginning of the first of these, as it was sent.
  package var unrecognizedSample = ""
  /// `unrecognizedSample` is only a beginning.
  package var isUnrecognizedSampleCut = false
  /// True if the response contains the path of its records.
  package var hasRecords: Bool
  /// Bytes of the body, decompressed.
  package var bytes: Int
  /// The reason why the body cannot be trusted; nil if it was read completely and is well-formed.
  package var error: BodyError?
  /// The cursor or link to the next page, and true if it was a JSON number.
  package var next: String?
  package var nextIsNumber = false
  /// The response has no key for the next page; `null` would show that there is none.
  package var lacksNext = false
  /// The value that shows if more pages follow.
  package var more: String?
  /// The total number of records of all pages that the response declares.
  package var total: Int?
  /// Identifies repeated pages and windows; nil if the response is the only one of its chunk.
  package var digest: RecordsDigest?

  /// The maximum length of external text to which regular expressions are applied. A message is one sentence; on 64
  /// KiB, a harmless expression can take minutes.
  package static let maxMatched = 2_000

  package init(
    code: String? = nil, message: String? = nil, declared: Int? = nil, records: Int = 0, hasRecords: Bool = false,
    bytes: Int = 0, error: BodyError? = nil
  ) {
    self.code = code
    self.message = message
    self.declared = declared
    self.records = records
    self.hasRecords = hasRecords
    self.bytes = bytes
    self.error = error
  }
}
