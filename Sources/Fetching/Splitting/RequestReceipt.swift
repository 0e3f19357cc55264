package import Planning
package import Records

/// The responses to a window: one, or several pages.
package struct RequestReceipt: Hashable, Sendable {
  package var window: Window
  /// HTTP status.
  package var status: Int
  package var rows: Int
  /// The number of rows that the source declares.
  package var declared: Int?
  /// Bytes of the body, decompressed.
  package var bytes: Int
  /// The time at which the request was sent.
  package var requestedAt: Instant
  /// The duration from sending the request to the end of the body.
  package var took: Duration
  package var pages: Int
  /// The server's clock: the earliest `Date` header of its responses; nil if it sends none.
  package var serverTime: Instant?
  /// A `Date` header that is not a date, sanitized.
  package var unreadableDate: String?
  /// The records of all its responses; nil if they were not compared.
  package var digest: RecordsDigest?
  /// True if the last page is full and only a missing cursor or link marks it as the last.
  package var endsInDoubt = false
  /// A page with a single record that an earlier page has too, perhaps by chance.
  package var lookalike: Page.Lookalike?

  package init(
    window: Window, status: Int, rows: Int, declared: Int?, bytes: Int, requestedAt: Instant, took: Duration = .zero,
    pages: Int = 1
  ) {
    self.pages = pages
    self.window = window
    self.status = status
    self.rows = rows
    self.declared = declared
    self.bytes = bytes
    self.requestedAt = requestedAt
    self.took = took
  }
}

extension RequestReceipt {
  /// Adds the receipt of the next page. Declared counts come from the server: a sum beyond the range of `Int` is its
  /// nearest value.
  package mutating func append(_ next: RequestReceipt) {
    rows += next.rows
    if let before = declared, let more = next.declared {
      let (sum, overflow) = before.addingReportingOverflow(more)
      declared = overflow ? (more < 0 ? .min : .max) : sum
    } else {
      declared = nil
    }
    bytes += next.bytes
    took += next.took
    pages += next.pages
    if let more = next.digest { digest?.add(more) } else { digest = nil }
    unreadableDate = unreadableDate ?? next.unreadableDate
    serverTime = [serverTime, next.serverTime].compactMap(\.self).min()
  }
}
