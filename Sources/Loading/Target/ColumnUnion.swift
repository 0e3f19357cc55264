import Planning
package import Records

/// The columns of a table that holds all partitions: those of the newest partition first, and then those that only older ones have.
package struct ColumnUnion: Sendable {
  package private(set) var columns: [Column] = []
  /// The newest chunk in which each column has its type, for messages.
  private var newest: [String: LoadChunk] = [:]
  private var places: [String: Int] = [:]

  /// - Parameter chunks: in the order of their time.
  /// - Throws: `LoadError` if a column has types in two partitions that no column can hold.
  package init(_ chunks: [LoadChunk]) throws(LoadError) {
    var seen: Set<[Column]> = []
    for chunk in chunks.reversed() where seen.insert(chunk.columns).inserted {
      for column in chunk.columns { try add(column, of: chunk) }
    }
  }

  private mutating func add(_ column: Column, of chunk: LoadChunk) throws(LoadError) {
    // Names that differ only in case are one column in most engines.
    let key = column.name.lowercased()
    guard let place = places[key] else {
      places[key] = columns.count
      columns.append(Column(name: column.name, type: column.type))
      newest[key] = chunk
      return
    }
    let known = columns[place]
    guard known.name == column.name else {
      throw LoadError(
        .configuration,
        "chunk \(chunk.id) has the column `\(column.name)`, and later chunks have `\(known.name)`; "
          + "\(ColumnUnion.remedy)")
    }
    guard let type = column.type.widened(with: known.type) else {
      throw LoadError(
        .configuration,
        "the column `\(column.name)` is \(column.type.rawValue) in chunk \(chunk.id) and \(known.type.rawValue) in chunk "
          + "\(newest[key]?.id.text ?? ""); \(ColumnUnion.remedy)")
    }
    columns[place].type = type
  }

  private static let remedy =
    "export the old chunks again with `tidemark run --refresh changed`, or load into another table"
}

extension ColumnType {
  /// Returns the type that holds the values of both types exactly, or nearest to exactly; nil if there is none.
  package func widened(with other: ColumnType) -> ColumnType? {
    if self == other { return self }
    let numbers: [ColumnType] = [.seconds, .integer, .decimal, .double]
    if let left = numbers.firstIndex(of: self), let right = numbers.firstIndex(of: other) {
      return numbers[max(left, right)]
    }
    let times: [ColumnType] = [.date, .localTimestamp]
    return times.contains(self) && times.contains(other) ? .localTimestamp : nil
  }
}
