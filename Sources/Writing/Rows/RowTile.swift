import Records

/// A few rows of a batch, converted from columns to rows.
///
/// The conversion works on pieces that stay in the nearest cache, so that encoders iterate over cells without
/// checking the type of each column.
struct RowTile {
  static let height = 32

  private let types: [ColumnType]
  /// Row by row; those of the rows loaded last.
  private(set) var cells: [Cell]

  init(_ schema: Schema) {
    types = schema.columns.map(\.type)
    cells = Array(repeating: .null, count: RowTile.height * types.count)
  }

  var width: Int { types.count }

  /// Loads rows from `row` on, at most `height`; returns how many.
  mutating func load(_ batch: RecordBatch, from row: Int) -> Int {
    precondition(batch.columns.count == types.count, "a batch has the schema's columns")
    let rows = row..<min(row + RowTile.height, batch.rowCount)
    for (column, type) in types.enumerated() {
      switch (batch.columns[column], type) {
      case (.text(let references), .decimal): fill(column, rows, references) { .decimal($0) }
      case (.text(let references), .json): fill(column, rows, references) { .json($0) }
      case (.text(let references), .string): fill(column, rows, references) { .string($0) }
      case (.integers(let values), .timestamp): fill(column, rows, values) { .timestamp($0) }
      case (.integers(let values), .localTimestamp): fill(column, rows, values) { .localTimestamp($0) }
      case (.integers(let values), .date): fill(column, rows, values) { .date($0) }
      case (.integers(let values), .integer), (.integers(let values), .seconds):
        fill(column, rows, values) { .integer($0) }
      case (.doubles(let values), .double): fill(column, rows, values) { .double($0) }
      case (.booleans(let values), .boolean): fill(column, rows, values) { .boolean($0) }
      default: preconditionFailure("a column's values have the shape of its type")
      }
    }
    return rows.count
  }

  @inline(__always)
  private mutating func fill(
    _ column: Int, _ rows: Range<Int>, _ references: [ValueRef], _ cell: (ValueRef) -> Cell
  ) {
    let width = width
    let references = references.span
    var cells = cells.mutableSpan
    var place = column
    for row in rows {
      let reference = references[row]
      cells[place] = reference.isNull ? .null : cell(reference)
      place &+= width
    }
  }

  @inline(__always)
  private mutating func fill<Value>(
    _ column: Int, _ rows: Range<Int>, _ values: FixedValues<Value>, _ cell: (Value) -> Cell
  ) {
    let width = width
    let isNull = values.isNull.span
    let values = values.values.span
    var cells = cells.mutableSpan
    var place = column
    for row in rows {
      cells[place] = !isNull.isEmpty && isNull[row] ? .null : cell(values[row])
      place &+= width
    }
  }
}
