package import Planning
package import Records

/// What became of a window.
package enum WindowOutcome: Hashable, Sendable {
  /// Its rows were taken, or its request was acknowledged.
  case rows(RequestReceipt)
  /// It holds nothing, and that is proven.
  case empty(RequestReceipt, reason: String)
  /// It holds more than one answer can: undo what was taken of it and ask for its parts. No receipt: the answer did not come in time.
  case tooLarge(RequestReceipt?, reason: String)
}

/// What was answered to a window: by one answer, or by several that were pages.
package struct RequestReceipt: Hashable, Sendable {
  package var window: Window
  /// HTTP status.
  package var status: Int
  package var rows: Int
  /// The number of rows that the source says there are.
  package var declared: Int?
  /// Bytes of the body, decompressed.
  package var bytes: Int
  /// When the request was sent.
  package var requestedAt: Instant
  /// From sending until the body's end.
  package var took: Duration
  package var pages: Int
  /// The last page is a full one, and only the lack of what leads to another says that there is none.
  package var endsInDoubt = false

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
  /// Takes in the receipt of the page that follows.
  mutating func append(_ next: RequestReceipt) {
    rows += next.rows
    if let before = declared, let more = next.declared { declared = before + more } else { declared = nil }
    bytes += next.bytes
    took += next.took
    pages += next.pages
  }
}
