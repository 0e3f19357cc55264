import Fetching
import Planning
import Writing

/// A chunk with all its responses: ready to be published and committed.
struct CompletedChunk: Sendable {
  let position: ChunkPosition
  let receipts: [RequestReceipt]
  let emptyReason: String?
  let counts: ChunkWriter.Counts
  let bytesReceived: Int
  let rows: Int
  let calls: Int
  let startedElapsed: Duration
  let partition: PartitionWriter
  let rejects: RejectWriter

  /// The source may still change it.
  var isProvisional: Bool { position.planned.isOpen || position.planned.isSettling || endsAfterResponses }
  /// A window had not ended on the server's clock when its response was sent.
  var endsAfterResponses = false

  /// Removes all files.
  func discard() async {
    await partition.discard()
    await rejects.discard()
  }
}
