package struct ChunkProgress: Sendable {
  package var position: ChunkPosition
  package var rows: Int
  package var bytesReceived: Int
}
