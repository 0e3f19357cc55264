package import Deflate
package import Planning
package import Records

/// An answer as its consumer sees it: the head, and the body to be read.
package struct Answer: Sendable {
  package var window: Window
  /// When the request was sent.
  package var requestedAt: Instant
  package var status: Int
  package var headers: AnswerHeaders
  /// To be read once, to its end. Of an answer that is no success, only the first 64 KiB come.
  package var body: AnswerBody
  /// Counted from 1 for each page, from the number of rounds on where all pages are read again.
  package var attempt: Int
  /// Which of the window's answers it is, counted from 1.
  package var page: Int

  package init(
    window: Window, requestedAt: Instant, status: Int, headers: AnswerHeaders, body: AnswerBody, attempt: Int,
    page: Int = 1
  ) {
    self.page = page
    self.window = window
    self.requestedAt = requestedAt
    self.status = status
    self.headers = headers
    self.body = body
    self.attempt = attempt
  }
}

/// What the consumer found in a body.
package struct AnswerReport: Hashable, Sendable {
  /// What stands where the envelope tells success; nil where nothing does. A number or boolean as its JSON text.
  package var code: String?
  /// What stands where the API explains itself; for an answer that is not JSON, its text.
  package var message: String?
  /// The number of records that the answer says it has.
  package var declared: Int?
  /// The number of records that it has.
  package var records: Int
  /// The place where the envelope has its records is there.
  package var hasRecords: Bool
  /// Bytes of the body, decompressed.
  package var bytes: Int
  /// Why the body can't be trusted; nil: it was read as a whole and is well-formed.
  package var fault: BodyFault?
  /// What leads to the next page, where the answer has it, and whether it came as a JSON number.
  package var next: String?
  package var nextIsNumber = false
  /// What stands where the answer tells whether pages follow.
  package var more: String?
  /// The number of records of all pages, where the answer tells it.
  package var total: Int?
  /// Of the records' bytes, by which a page that came before is known; nil where there are no pages.
  package var digest: CRC32?

  /// The characters of a text from outside that regular expressions are tried on. What explains an answer is a sentence, and on the 64 KiB
  /// that may be sent in its place a harmless expression can take minutes.
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
    /// The body as a whole has more bytes than the source may send: a part of the window would fit.
    case tooLarge
  }

  package var kind: Kind
  /// In words, for example "not JSON at byte 0: `<html>`".
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
