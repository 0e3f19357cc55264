package import Planning

/// A chunk's place in the run.
package struct ChunkPosition: Sendable {
  package var planned: PlannedChunk
  /// Counted from 1.
  package var number: Int
  package var count: Int

  package var chunk: Chunk { planned.chunk }
}
