package import Records

/// Encodes one JSON object per line, with keys in the schema's order.
///
/// The same values always produce the same bytes. Null is `null`; numbers are exact: integers and decimals digit by
/// digit, doubles as the shortest text that is read back as the same value; times and dates are strings, `json`
/// columns are copied.
package struct NDJSONEncoder: RowEncoder {
  /// `{"a":`, `,"b":` and so on, one after another.
  private var keys: [UInt8] = []
  /// The end of each key within `keys`.
  private var keyEnds: [Int] = []
  private var tile: RowTile
  private var civil = DateTimeFormatter()

  package init(_ schema: Schema) {
    tile = RowTile(schema)
    var output = OutputBuffer()
    for (index, column) in schema.columns.enumerated() {
      output.append(UInt8(ascii: index == 0 ? "{" : ","))
      let name = Array(column.name.utf8).span
      output.appendJSON(name, from: 0, to: name.count, hasEscapes: false)
      output.append(UInt8(ascii: ":"))
      keyEnds.append(output.count)
    }
    // Padding after the last key, so that it too can be copied as a block.
    output.append(Array(repeating: UInt8(ascii: " "), count: 16))
    keys = output.bytes(in: 0..<output.count)
  }

  package mutating func begin(_ output: inout OutputBuffer) {}

  package mutating func append(_ batch: RecordBatch, to output: inout OutputBuffer) {
    var civil = civil
    var row = 0
    output.aside { output in
      while row < batch.rowCount {
        let loaded = tile.load(batch, from: row)
        appendTile(batch, rows: loaded, civil: &civil, to: &output)
        row += loaded
      }
    }
    self.civil = civil
  }

  package mutating func finish(_ output: inout OutputBuffer) {}

  @inline(__always)
  private func appendTile(
    _ batch: RecordBatch, rows: Int, civil: inout DateTimeFormatter, to output: inout OutputBuffer
  ) {
    let cells = tile.cells.span
    let received = batch.received.span
    let arena = batch.arena.span
    let keys = keys.span
    let keyEnds = keyEnds.span
    var cellIndex = 0
    for _ in 0..<rows {
      var keyStart = 0
      for column in keyEnds.indices {
        let keyEnd = keyEnds[column]
        output.copy(keys, from: keyStart, to: keyEnd)
        keyStart = keyEnd
        let cell = cells[cellIndex]
        cellIndex &+= 1
        switch cell {
        case .null:
          output.append(word: .null, length: 4)
        case .string(let text):
          if text.isInArena {
            output.appendJSON(arena, from: text.start, to: text.end, hasEscapes: text.hasEscapes)
          } else {
            output.appendJSON(received, from: text.start, to: text.end, hasEscapes: text.hasEscapes)
          }
        case .decimal(let text), .json(let text):
          if text.isInArena {
            output.copy(arena, from: text.start, to: text.end)
          } else {
            output.copy(received, from: text.start, to: text.end)
          }
        case .integer(let number):
          output.append(decimal: number)
        case .timestamp(let microseconds):
          output.append(UInt8(ascii: "\""))
          civil.append(microseconds: microseconds, to: &output)
          output.append(word: .zuluAndQuote, length: 2)
        case .localTimestamp(let microseconds):
          output.append(UInt8(ascii: "\""))
          civil.append(microseconds: microseconds, to: &output)
          output.append(UInt8(ascii: "\""))
        case .date(let day):
          output.append(UInt8(ascii: "\""))
          civil.append(day: day, to: &output)
          output.append(UInt8(ascii: "\""))
        case .double(let number):
          output.append(number)
        case .boolean(let flag):
          output.append(flag)
        }
      }
      if keyEnds.isEmpty { output.append(UInt8(ascii: "{")) }
      output.append(word: .endOfObject, length: 2)
    }
  }
}

extension UInt64 {
  /// `null`.
  fileprivate static var null: UInt64 { 0x6C6C_756E }
  /// `Z"`.
  fileprivate static var zuluAndQuote: UInt64 { 0x225A }
  /// `}` and a line feed.
  fileprivate static var endOfObject: UInt64 { 0x0A7D }
}
