import Hummingbird
import NIOCore

/// A response with records, written in pieces.
struct RecordStream: Sendable {
  var prefix: [UInt8]
  var rows: RowCursor
  var suffix: [UInt8]
  var fault: SandboxFault?
  /// Ends before the last byte is sent, so that a client that has read the complete response may send its next request
  /// immediately.
  var slot: TokenRegistry.Slot

  /// Bytes that are made before they are sent.
  private static let pieceSize = 65_536

  /// Thrown to close the connection in the middle of a response.
  private struct Cut: Error {}

  /// `gone` is fulfilled once the client has left.
  func write(to writer: inout any ResponseBodyWriter, until gone: EventLoopFuture<Void>) async throws {
    var rows = rows
    var piece = prefix
    piece.reserveCapacity(2 * RecordStream.pieceSize)
    let half = rows.remaining / 2
    var isFirst = true
    while true {
      if rows.remaining == half { try await endEarly(&piece, &writer, gone) }
      if rows.remaining > 0 && !isFirst { piece.append(UInt8(ascii: ",")) }
      guard rows.appendRow(to: &piece) else { break }
      isFirst = false
      guard piece.count >= RecordStream.pieceSize else { continue }
      try await writer.write(ByteBuffer(bytes: piece))
      piece.removeAll(keepingCapacity: true)
    }
    piece += suffix
    if fault == .trailingText { piece += Array("\n<!-- served in 0.1 s -->\n".utf8) }
    slot.end()
    try await writer.write(ByteBuffer(bytes: piece))
    if fault == .shortBody { throw Cut() }
    try await writer.finish(nil)
  }

  /// If a fault requires it, sends the pending bytes and a part of a record, and stops.
  private func endEarly(
    _ piece: inout [UInt8], _ writer: inout any ResponseBodyWriter, _ gone: EventLoopFuture<Void>
  ) async throws {
    guard fault == .cutBody || fault == .stall else { return }
    piece.append(contentsOf: #"{"cut":"he"#.utf8)
    try await writer.write(ByteBuffer(bytes: piece))
    if fault == .stall { try await gone.get() }
    throw Cut()
  }
}
