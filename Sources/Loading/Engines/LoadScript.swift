package import Planning
package import Records

/// A load that a dialect writes as a script.
package struct LoadScript: Sendable {
  package var target: LoadTarget
  /// The state that the query found.
  package var state: LoadedState
  /// The chunks to load; rows of theirs in the table are replaced.
  package var due: [LoadChunk]
  /// The chunks to remove.
  package var gone: [ChunkID]

  package init(target: LoadTarget, state: LoadedState, due: [LoadChunk], gone: [ChunkID]) {
    self.target = target
    self.state = state
    self.due = due
    self.gone = gone
  }

  /// The columns that the existing table does not have yet; empty if the table does not exist.
  package var newColumns: [Column] {
    guard let columns = state.columns else { return [] }
    let known = Set(columns.map { $0.name.lowercased() })
    return target.columns.filter { !known.contains($0.name.lowercased()) }
  }

  /// The chunks to load, grouped so that all partitions of a group have the same columns in the same order.
  package var shapes: [(columns: [Column], chunks: [LoadChunk])] {
    var places: [[Column]: Int] = [:]
    var shapes: [(columns: [Column], chunks: [LoadChunk])] = []
    for chunk in due {
      // A column that may not be null is read like any other.
      let columns = chunk.columns.map { Column(name: $0.name, type: $0.type) }
      if let place = places[columns] {
        shapes[place].chunks.append(chunk)
      } else {
        places[columns] = shapes.count
        shapes.append((columns, [chunk]))
      }
    }
    return shapes
  }

  /// `loads 2 chunks of calls into raw.calls and removes 1`, for the comment at the top of a script.
  package var summary: String {
    let removal = gone.isEmpty ? "" : " and removes \(gone.count)"
    let chunks = due.count == 1 ? "1 chunk" : "\(due.count) chunks"
    return "loads \(chunks) of \(target.pipeline) into \(target.table)\(removal)"
  }
}
