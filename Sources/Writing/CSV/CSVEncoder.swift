package import Records

/// Encodes rows as RFC 4180 CSV, in UTF-8 without a byte order mark.
///
/// A null is the null text, unquoted; an empty string is `""`, so that the two differ. In a file with one column, a
/// null would be an empty line, which many readers skip: it is written as `""` there, which loses the difference but
/// no row. A null text keeps both.
package struct CSVEncoder: RowEncoder {
  private let format: CSVDialect
  private let schema: Schema
  private let textRules: CSVRules
  private let typedRules: CSVRules
  private let null: [UInt8]
  /// One or two bytes, the first lowest.
  private let lineEnding: (word: UInt64, length: Int)
  private var tile: RowTile
  private var civil = DateTimeFormatter()

  package init(_ schema: Schema, _ format: CSVDialect = CSVDialect()) throws(CSVDialectError) {
    try format.validate()
    self.format = format
    self.schema = schema
    textRules = CSVRules(format)
    typedRules = CSVRules(format, escapesFormulas: false)
    let emptyLine = schema.columns.count == 1 && format.nullText.isEmpty
    null = emptyLine ? Array("\"\"".utf8) : Array(format.nullText.utf8)
    lineEnding =
      switch format.lineEnding {
      case .lf: (0x0A, 1)
      case .crlf: (0x0A0D, 2)
      }
    tile = RowTile(schema)
  }

  package mutating func begin(_ output: inout OutputBuffer) {
    guard format.header else { return }
    for (index, column) in schema.columns.enumerated() {
      if index > 0 { output.append(format.delimiter) }
      let name = Array(column.name.utf8).span
      output.appendCSV(name, from: 0, to: name.count, hasEscapes: false, rules: textRules)
    }
    output.append(word: lineEnding.word, length: lineEnding.length)
  }

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
    let width = tile.width
    let delimiter = format.delimiter
    let checksTypedValues = typedRules.checksTypedValues
    var cellIndex = 0
    for _ in 0..<rows {
      for column in 0..<width {
        if column > 0 { output.append(delimiter) }
        let cell = cells[cellIndex]
        cellIndex &+= 1
        let start = output.count
        switch cell {
        case .null:
          if !null.isEmpty { output.aside { $0.append(null) } }
          continue
        case .string(let text):
          if text.isInArena {
            output.appendCSV(arena, from: text.start, to: text.end, hasEscapes: text.hasEscapes, rules: textRules)
          } else {
            output.appendCSV(received, from: text.start, to: text.end, hasEscapes: text.hasEscapes, rules: textRules)
          }
          continue
        case .decimal(let text), .json(let text):
          if text.isInArena {
            output.appendCSV(arena, from: text.start, to: text.end, hasEscapes: false, rules: typedRules)
          } else {
            output.appendCSV(received, from: text.start, to: text.end, hasEscapes: false, rules: typedRules)
          }
          continue
        case .integer(let number):
          output.append(decimal: number)
        case .timestamp(let microseconds):
          civil.append(microseconds: microseconds, to: &output)
          output.append(UInt8(ascii: "Z"))
        case .localTimestamp(let microseconds):
          civil.append(microseconds: microseconds, to: &output)
        case .date(let day):
          civil.append(day: day, to: &output)
        case .double(let number):
          output.append(number)
        case .boolean(let flag):
          output.append(flag)
        }
        if checksTypedValues { output.aside { $0.requoteCSVField(from: start, rules: typedRules) } }
      }
      output.append(word: lineEnding.word, length: lineEnding.length)
    }
  }
}
