package import Planning
import Records

/// Finds windows of one chunk whose responses have the same records: the server ignores the window, or a part of it
/// such as its time of day.
package struct WindowRepetition: Sendable {
  private var windows: [RecordsDigest: Window] = [:]

  package init() {}

  /// Notes an accepted response. Returns the other window that has the same records; nil if there is none.
  ///
  /// A single record proves nothing: without an identifier, two events may look alike.
  package mutating func window(repeatedBy receipt: RequestReceipt) -> Window? {
    guard let digest = receipt.digest, digest.count > 1 else { return nil }
    // A window that is requested once more, or whose parts are, is not another one.
    if let other = windows[digest], !other.span.overlaps(receipt.window.span) { return other }
    windows[digest] = receipt.window
    return nil
  }
}
