import Fetching
import Planning
import Records

/// Compares the server's clock, the `Date` header of its responses, with the windows that were requested.
///
/// A window that has not ended on the server's clock may still get rows, whatever this machine's clock shows.
enum ServerClock {
  /// Clocks that differ by less are as good as equal, and no warning is due. The rows of those seconds are not lost:
  /// the chunk is provisional either way.
  private static let tolerance = Duration.seconds(5)

  /// The first response that was sent before its window ended.
  static func early(in receipts: [RequestReceipt]) -> RequestReceipt? {
    receipts.first { receipt in receipt.serverTime.map { $0 < receipt.window.span.upperBound } ?? false }
  }

  /// A response that was sent before the chunk began: what it says of the chunk is worth nothing.
  static func beforeStart(of chunk: Chunk, in receipts: [RequestReceipt]) -> RequestReceipt? {
    receipts.first { receipt in receipt.serverTime.map { $0 < chunk.span.lowerBound } ?? false }
  }

  /// Both clocks in words; nil if they agree.
  static func difference(_ receipt: RequestReceipt) -> String? {
    guard let server = receipt.serverTime, receipt.requestedAt - server > tolerance else { return nil }
    return
      "the server's clock is behind this machine's: its `Date` header was \(server) in response to a request sent at "
      + "\(Instant(seconds: receipt.requestedAt.seconds))"
  }
}
