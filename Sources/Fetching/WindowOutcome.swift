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

/// A request that was answered.
package struct RequestReceipt: Hashable, Sendable {
  package var window: Window
  /// HTTP status.
  package var status: Int
  package var rows: Int
  /// The number of rows that the answer says it has.
  package var declared: Int?
  /// Bytes of the body, decompressed.
  package var bytes: Int
  /// When the request was sent.
  package var requestedAt: Instant
  /// From sending until the body's end.
  package var took: Duration

  package init(
    window: Window, status: Int, rows: Int, declared: Int?, bytes: Int, requestedAt: Instant, took: Duration = .zero
  ) {
    self.window = window
    self.status = status
    self.rows = rows
    self.declared = declared
    self.bytes = bytes
    self.requestedAt = requestedAt
    self.took = took
  }
}
