/// The outcome of a window.
package enum WindowOutcome: Hashable, Sendable {
  /// Its rows were taken, or its request was acknowledged.
  case rows(RequestReceipt)
  /// The window is proven to be empty.
  case empty(RequestReceipt, reason: String)
  /// The result exceeds one response: roll back and request its parts. Without a receipt, the response timed out.
  ///
  /// `shown`: the minimum number of records, as far as responses have shown it.
  case tooLarge(RequestReceipt?, reason: String, shown: RecordEvidence)
}

extension WindowOutcome {
  /// The records of a window that was taken; nil if it must be split.
  var records: Int? {
    switch self {
    case .rows(let receipt), .empty(let receipt, _): receipt.rows
    case .tooLarge: nil
    }
  }
}
