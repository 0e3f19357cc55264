import Records
import Writing

/// Rows written down one by one, made into the columns of a batch.
struct TestRows {
  var schema: Schema
  var rows: [[TestValue]]

  init(_ columns: [(String, ColumnType)], _ rows: [[TestValue]]) {
    schema = Schema(columns: columns.map { Column(name: $0.0, type: $0.1) })
    self.rows = rows
  }

  /// One column, one value a row.
  init(_ type: ColumnType, _ values: [TestValue]) {
    self.init([("a", type)], values.map { [$0] })
  }

  /// Unescaped text goes to the arena, escaped text to the received bytes, which end in `padding` unused bytes.
  func batch(padding: Int = 0) -> RecordBatch {
    var received: [UInt8] = []
    var arena: [UInt8] = []
    let columns = schema.columns.indices.map { column -> ColumnValues in
      let values = rows.map { $0[column] }
      let isNull = values.contains(.null) ? values.map { $0 == .null } : []
      switch schema.columns[column].type.representation {
      case .text:
        return .text(values.map { reference(to: $0, received: &received, arena: &arena) })
      case .integers:
        let numbers = values.map { value in if case .integer(let number) = value { number } else { Int64(-7) } }
        return .integers(FixedValues(values: numbers, isNull: isNull))
      case .doubles:
        let numbers = values.map { value in if case .double(let number) = value { number } else { 0.5 } }
        return .doubles(FixedValues(values: numbers, isNull: isNull))
      case .booleans:
        return .booleans(FixedValues(values: values.map { $0 == .boolean(true) }, isNull: isNull))
      }
    }
    received += Array(repeating: UInt8(ascii: "\""), count: padding)
    arena += Array(repeating: UInt8(ascii: "\""), count: padding)
    return RecordBatch(received: received, arena: arena, rowCount: rows.count, columns: columns)
  }

  private func reference(to value: TestValue, received: inout [UInt8], arena: inout [UInt8]) -> ValueRef {
    switch value {
    case .text(let text):
      arena += Array(text.utf8)
      let length = text.utf8.count
      return ValueRef(kind: .string, offset: arena.count - length, length: length, isInArena: true)
    case .escaped(let text):
      received += Array(text.utf8)
      let length = text.utf8.count
      return ValueRef(
        kind: .string, offset: received.count - length, length: length, hasEscapes: text.utf8.contains(0x5C))
    default: return .null
    }
  }

  func encoded(by encoder: any RowEncoder, padding: Int = 0) throws -> [UInt8] {
    var encoder = encoder
    var output = OutputBuffer()
    encoder.begin(&output)
    try encoder.append(batch(padding: padding), to: &output)
    try encoder.finish(&output)
    return output.bytes(in: 0..<output.count)
  }

  func csv(_ format: CSVDialect = CSVDialect(header: false)) throws -> String {
    try String(decoding: encoded(by: CSVEncoder(schema, format)), as: UTF8.self)
  }

  func ndjson() throws -> String {
    try String(decoding: encoded(by: NDJSONEncoder(schema)), as: UTF8.self)
  }
}
