import Checkpoints

/// A chunk that is committed for good.
struct CommittedChunk: Sendable {
  let entry: CheckpointEntry
  let result: ChunkResult
  let replacedTexts: Int
  let nulledValues: Int
  let outOfWindowRows: Int
}
