package import Planning

/// The difference between the partitions and the target table.
package struct LoadDifference: Hashable, Sendable {
  /// Chunks to load: the table lacks them, or has them from other bytes. In the order of the manifest.
  package var due: [LoadChunk] = []
  /// Chunks of the table that are not wanted, sorted.
  package var gone: [ChunkID] = []
  /// The number of chunks that are the same on both sides.
  package var unchanged = 0
  /// The rows of the table before the load, and after it.
  package var rowsBefore = 0
  package var rowsAfter = 0

  /// - Parameter isFull: loads every chunk again.
  package init(wanted: [LoadChunk], loaded: [ChunkID: LoadedChunk], isFull: Bool = false) {
    var rest = loaded
    for chunk in wanted {
      let known = rest.removeValue(forKey: chunk.id)
      if !isFull, known == LoadedChunk(sha256: chunk.sha256, rows: chunk.rows) {
        unchanged += 1
      } else {
        due.append(chunk)
      }
      rowsAfter += chunk.rows
    }
    gone = rest.keys.sorted()
    rowsBefore = loaded.values.reduce(0) { $0 + $1.rows }
  }

  package var isEmpty: Bool { due.isEmpty && gone.isEmpty }

  /// The rows of the chunks to load.
  package var dueRows: Int { due.reduce(0) { $0 + $1.rows } }

  /// True if a load would remove more than half of the table's rows. Chunks that are replaced by others of the same number of rows
  /// do not count.
  package var removesMost: Bool { (rowsBefore - rowsAfter) * 2 > rowsBefore }
}
