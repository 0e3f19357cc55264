import Records

/// One value for a row-wise format. Text is referenced by its position; the reference determines if it is in the
/// received bytes or in the arena.
enum Cell {
  case null
  /// Text, with JSON escapes if the reference has that flag.
  case string(ValueRef)
  /// The text of a decimal number.
  case decimal(ValueRef)
  /// Compact JSON.
  case json(ValueRef)
  /// `integer` and `seconds`.
  case integer(Int64)
  /// Microseconds since the epoch.
  case timestamp(Int64)
  /// Microseconds on a clock without a zone.
  case localTimestamp(Int64)
  /// Days since the epoch.
  case date(Int64)
  case double(Double)
  case boolean(Bool)
}

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
