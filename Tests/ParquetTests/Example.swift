import Parquet
import TestSupport

/// A table with what readers shall find in its file.
struct Example {
  var name: String
  var table: TestTable
  var minRowGroups = 0
  /// Encodings that a column's chunks must use, by the column's name.
  var encodings: [String: [String]] = [:]
  /// An upper bound of dictionary sizes, for uncompressed files.
  var maxDictionaryBytes = Int.max
  /// Columns whose values lie beyond what DuckDB holds.
  var skipDuckDB: [String] = []

  /// A description for the script that compares.
  var description: [String: Any] {
    [
      "columns": zip(table.columns, table.cells).map { Example.describe($0, $1) },
      "rows": table.rowCount, "created_by": table.options.createdBy,
      "metadata": Dictionary(uniqueKeysWithValues: table.options.metadata.map { ($0.key, $0.value) }),
      "min_row_groups": minRowGroups, "encodings": encodings, "skip_duckdb": skipDuckDB,
      "max_dictionary_bytes": maxDictionaryBytes,
    ]
  }

  private static func describe(_ column: ParquetColumn, _ cells: [TestTable.Cell]) -> [String: Any] {
    var description: [String: Any] = ["name": column.name, "required": column.isRequired]
    switch column.type {
    case .string: description["type"] = "string"
    case .int64: description["type"] = "int64"
    case .double: description["type"] = "double"
    case .boolean: description["type"] = "boolean"
    case .date: description["type"] = "date"
    case .timestamp(let isAdjustedToUTC): description["type"] = isAdjustedToUTC ? "timestamp" : "local_timestamp"
    case .decimal(let precision, let scale):
      description["type"] = "decimal"
      description["precision"] = precision
      description["scale"] = scale
    }
    description["values"] = cells.map { cell -> Any? in
      switch cell {
      case .null: nil
      case .text(let text): text
      case .integer(let number): String(number)
      case .double(let number): String(number.bitPattern, radix: 16)
      case .boolean(let flag): flag
      case .decimal(let number): String(number)
      }
    }
    return description
  }

  static let all = small + nulls + encodings + layouts

  static let types: [(ParquetType, String)] = [
    (.string, "string"), (.int64, "int64"), (.double, "double"), (.boolean, "boolean"),
    (.date, "date"), (.timestamp(isAdjustedToUTC: true), "timestamp"),
    (.timestamp(isAdjustedToUTC: false), "local"), (.decimal(precision: 18, scale: 4), "money"),
    (.decimal(precision: 38, scale: 10), "wide_money"), (.decimal(precision: 20, scale: 0), "count"),
  ]

  /// A value of a type that is not extreme, the same for the same number.
  static func cell(_ type: ParquetType, _ number: Int) -> TestTable.Cell {
    switch type {
    case .string: .text("value \(number % 37) é")
    case .double: .double(Double(number) / 7)
    case .boolean: .boolean(number % 3 == 0)
    case .date: .integer(Int64(20_000 + number % 400))
    case .timestamp: .integer(1_790_000_000_000_000 + Int64(number) * 1_000_003)
    case .decimal(let precision, _) where precision > 18: .decimal(Int128(number) * 1_000_000_007 - 5_000_000_000)
    default: .integer(Int64(number * number) - 1_000)
    }
  }

  /// Every type, with nulls as `isNull` determines.
  static func everyType(rows: Int, isRequired: Bool = false, isNull: (Int) -> Bool = { _ in false }) -> TestTable {
    TestTable(
      types.map { type, name in
        let cells = (0..<rows).map { isNull($0) ? TestTable.Cell.null : cell(type, $0) }
        return (ParquetColumn(name: name, type: type, isRequired: isRequired), cells)
      })
  }

  // MARK: Few rows

  private static let small: [Example] = {
    var described = everyType(rows: 3)
    described.options.compression = .zstd
    described.options.metadata = [
      .init(key: "tidemark.pipeline", value: "calls ü"), .init(key: "tidemark.window", value: "a..b"),
    ]
    var extremes = TestTable([
      (ParquetColumn(name: "int64", type: .int64), [.min, .max, 0, -1, 1, .max].map { .integer($0) }),
      (
        ParquetColumn(name: "double", type: .double),
        [-Double.infinity, .infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .nan].map { .double($0) }
      ),
      (
        ParquetColumn(name: "date", type: .date),
        // 0001-01-01, 9999-12-31 and what 32 bits hold.
        [-719_162, 2_932_896, 0, -1, 1, 20_000].map { .integer($0) }
      ),
      (
        ParquetColumn(name: "days", type: .date),
        [Int64(Int32.min), Int64(Int32.max), 0, -1, Int64(Int32.min), 1].map { .integer($0) }
      ),
      (
        ParquetColumn(name: "timestamp", type: .timestamp(isAdjustedToUTC: true)),
        [-62_135_596_800_000_000, 253_402_300_799_999_999, 0, -1, 1, 999_999].map { .integer($0) }
      ),
      (
        ParquetColumn(name: "small", type: .decimal(precision: 1, scale: 1)),
        [9, -9, 0, 1, -1, 5].map { .integer($0) }
      ),
      (
        ParquetColumn(name: "money", type: .decimal(precision: 18, scale: 2)),
        [999_999_999_999_999_999, -999_999_999_999_999_999, 0, 1, -1, 5].map { .integer($0) }
      ),
      (
        ParquetColumn(name: "wide", type: .decimal(precision: 38, scale: 38)),
        [ten38 - 1, 1 - ten38, 0, 1, -1, 5].map { .decimal($0) }
      ),
      (
        ParquetColumn(name: "nineteen", type: .decimal(precision: 19, scale: 0)),
        [9_999_999_999_999_999_999, -9_999_999_999_999_999_999, 0, 1, -1, 5].map { .decimal($0) }
      ),
    ])
    extremes.options.compression = .none
    let long = String(repeating: "ж", count: 40_000)
    let awkward = [
      "", " ", "\u{0}", "\u{10FFFF}", String(repeating: "\u{10FFFF}", count: 30), "a\nb\r\n\t\"',;", "=1+1", "007",
      long,
      long + "!", String(repeating: "x", count: 63) + "é", String(repeating: "y", count: 64), "👩‍👩‍👧", "null", "\\N",
      String(repeating: "\u{D7FF}", count: 22) + "z", String(repeating: "q", count: 3_000_000),
    ]
    var texts = TestTable([
      (ParquetColumn(name: "text", type: .string), awkward.map { .text($0) }),
      (
        ParquetColumn(name: "a \"quoted\" name.é", type: .string, isRequired: true),
        awkward.reversed().map { .text($0) }
      ),
      (
        ParquetColumn(name: "beyond", type: .string),
        awkward.map { .text(String(repeating: "\u{10FFFF}", count: 20) + $0) }
      ),
    ])
    texts.options.compression = .zstd
    return [
      Example(name: "empty", table: everyType(rows: 0)),
      Example(name: "empty-required", table: everyType(rows: 0, isRequired: true)),
      Example(name: "one-row", table: everyType(rows: 1)),
      Example(name: "one-row-of-nulls", table: everyType(rows: 1) { _ in true }),
      Example(name: "metadata", table: described),
      Example(name: "extremes", table: extremes, skipDuckDB: ["days"]),
      Example(name: "texts", table: texts),
    ]
  }()

  private static var ten38: Int128 { (0..<38).reduce(Int128(1)) { power, _ in power * 10 } }

  // MARK: Nulls

  private static let nulls: [Example] = {
    let rows = 19
    let everywhere = TestTable(
      (0...rows).flatMap { position in
        [ParquetType.string, .int64].map { type in
          let cells = (0..<rows).map { $0 == position ? TestTable.Cell.null : cell(type, $0) }
          return (ParquetColumn(name: "\(type)_\(position)", type: type), cells)
        }
      })
    var generator = SplitMix64(seed: 11)
    var runs = Set<Int>()
    var row = 0
    while row < 30_000 {
      let length = Int.random(in: 1...40, using: &generator)
      if Bool.random(using: &generator) { runs.formUnion(row..<(row + length)) }
      row += length
    }
    var paged = everyType(rows: 30_000) { runs.contains($0) }
    paged.options.pageRows = 1_024
    paged.options.compression = .zstd
    var blocks = everyType(rows: 9_000) { $0 / 2_048 % 2 == 0 }
    blocks.options.pageRows = 1_024
    blocks.options.rowGroupRows = 4_096
    return [
      Example(name: "null-at-every-position", table: everywhere),
      Example(name: "runs-of-nulls", table: paged),
      Example(name: "pages-of-nulls", table: blocks, minRowGroups: 3),
      Example(name: "only-nulls", table: everyType(rows: 3_000) { _ in true }),
      Example(name: "every-other-null", table: everyType(rows: 3_000) { $0 % 2 == 0 }),
      Example(name: "required", table: everyType(rows: 3_000, isRequired: true)),
    ]
  }()
}
