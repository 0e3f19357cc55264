package import Planning

/// A chunk with its committed count and the source's current count.
package struct CountedChunk: Sendable {
  package var chunk: Chunk
  /// Its place among those that are counted, from 1.
  package var number: Int
  package var count: Int
  /// Records that the source has now, declared and read.
  package var found: Int
  /// Rows of the partition.
  package var rows: Int
  /// The number of rejected records.
  package var rejected: Int
  /// The source may still change it: any run fetches it again.
  package var isProvisional: Bool

  package var committed: Int { rows + rejected }
  package var differs: Bool { found != committed }
}
