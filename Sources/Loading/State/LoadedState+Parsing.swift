import Planning

/// The output of the query script: lines of fields that are separated by tabs.
///
/// - `CHUNK SHA256 ROWS` for each loaded chunk,
/// - `column NAME TYPE` for each column of the target table,
/// - `end table`, `end no table` or `end no schema` as the last line, which proves that the client ran the script.
extension LoadedState {
  package enum Ending: String, Sendable {
    case table = "table"
    case noTable = "no table"
    case noSchema = "no schema"
  }

  /// Ignores lines with another number of fields, because a client may print messages of its own.
  ///
  /// - Throws: `LoadedStateError` if the last line is missing or a line is not valid.
  package init(lines: some Sequence<String>) throws(LoadedStateError) {
    self.init()
    var columns: [LoadedColumn] = []
    var ending: Ending?
    for line in lines {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      switch (fields.count, fields[0]) {
      case (2, "end"): ending = Ending(rawValue: fields[1])
      case (3, "column"): columns.append(LoadedColumn(name: fields[1], type: fields[2]))
      case (3, let chunk):
        guard let rows = Int(fields[2]), rows >= 0 else { throw .invalidLine(line) }
        chunks[ChunkID(text: chunk)] = LoadedChunk(sha256: fields[1], rows: rows)
      default: continue
      }
    }
    guard let ending else { throw .incomplete }
    hasSchema = ending != .noSchema
    self.columns = ending == .table ? columns : nil
    if ending != .table { chunks = [:] }
  }
}
