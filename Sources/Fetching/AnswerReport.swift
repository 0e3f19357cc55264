package import Compression
package import Planning
package import Records

/// A response for its consumer: the head, and the body to be read.
package struct Answer: Sendable {
  package var window: Window
  /// The time at which the request was sent.
  package var requestedAt: Instant
  package var status: Int
  package var headers: AnswerHeaders
  /// The body, to be read once and completely. Of an unsuccessful response, only the first 64 KiB arrive.
  package var body: AnswerBody
  /// The attempt, counted from 1 for each page; if all pages are fetched again, from the number of rounds.
  package var attempt: Int
  /// The number of the response within its window, counted from 1.
  package var page: Int
  /// Knows the secrets that the body may repeat.
  package var redactor: SecretRedactor

  package init(
    window: Window, requestedAt: Instant, status: Int, headers: AnswerHeaders, body: AnswerBody, attempt: Int,
    page: Int = 1, redactor: SecretRedactor = SecretRedactor()
  ) {
    self.page = page
    self.redactor = redactor
    self.window = window
    self.requestedAt = requestedAt
    self.status = status
    self.headers = headers
    self.body = body
    self.attempt = attempt
  }
}

/// The consumer's findings in a body.
package struct AnswerReport: Hashable, Sendable {
  /// The value at the envelope's success path; nil if it is missing. A number or boolean has its JSON text.
  package var code: String?
  /// The API's message; for a response that is not JSON, its text.
  package var message: String?
  /// `message` is only a beginning.
  package var isMessageCut = false
  /// The number of records that the response declares.
  package var declared: Int?
  /// Why `declared` is nil; nil if the envelope declares no such number, or it was read.
  package var declaredProblem: DeclaredCountProblem?
  /// The number of records that it has.
  package var records: Int
  /// Records among them that have none of the report's fields.
  package var unrecognized = 0
  /// The beginning of the first of these, as it was sent.
  package var unrecognizedSample = ""
  /// True if the response contains the path of its records.
  package var hasRecords: Bool
  /// Bytes of the body, decompressed.
  package var bytes: Int
  /// The reason why the body cannot be trusted; nil if it was read completely and is well-formed.
  package var fault: BodyFault?
  /// The cursor or link to the next page, and true if it was a JSON number.
  package var next: String?
  package var nextIsNumber = false
  /// The value that shows if more pages follow.
  package var more: String?
  /// The total number of records of all pages that the response declares.
  package var total: Int?
  /// A digest of the records' bytes, which identifies a repeated page; nil without paging.
  package var digest: CRC32?

  /// The maximum length of external text to which regular expressions are applied. A message is one sentence; on 64
  /// KiB, a harmless expression can take minutes.
  package static let mostMatched = 2_000

  package init(
    code: String? = nil, message: String? = nil, declared: Int? = nil, records: Int = 0, hasRecords: Bool = false,
    bytes: Int = 0, fault: BodyFault? = nil
  ) {
    self.code = code
    self.message = message
    self.declared = declared
    self.records = records
    self.hasRecords = hasRecords
    self.bytes = bytes
    self.fault = fault
  }
}

/// Why a body can't be used.
package struct BodyFault: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// It ends before its document does.
    case cut
    /// It is not JSON, or not of the envelope's form.
    case malformed
    /// A single record is beyond what is read, in length or depth: another try would bring the same.
    case beyondLimits
    /// The body has more bytes than the source may send: a part of the window would fit.
    case tooLarge
  }

  package var kind: Kind
  /// A description, for example "not JSON at byte 0: `<html>`".
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
