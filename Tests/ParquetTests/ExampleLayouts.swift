import Compression
import Parquet
import TestSupport

extension Example {
  // MARK: Encodings

  static let encodings: [Example] = {
    var generator = SplitMix64(seed: 5)
    let rows = 30_000
    func numbers(_ type: ParquetType, _ value: (Int) -> Int64) -> (ParquetType, [TestTable.Cell]) {
      (type, (0..<rows).map { .integer(value($0)) })
    }
    let random = (0..<rows).map { _ in Int64.random(in: .min ... .max, using: &generator) }
    let steps = (0..<rows).map { _ in Int64.random(in: 0...9, using: &generator) }
    var clock: Int64 = 1_790_000_000_000_000
    let ordered = steps.map { step -> Int64 in
      clock += step * 1_000_000
      return clock
    }
    let integers: [(String, (ParquetType, [TestTable.Cell]))] = [
      ("one", numbers(.int64) { _ in 42 }), ("few", numbers(.int64) { steps[$0] }),
      ("ordered", numbers(.timestamp(isAdjustedToUTC: true)) { ordered[$0] }),
      ("random", numbers(.int64) { random[$0] }), ("widths", numbers(.int64) { random[$0] >> Int64($0 / 128 % 64) }),
      ("days", numbers(.date) { Int64(Int32(truncatingIfNeeded: random[$0] >> 40)) }),
      ("wild_days", numbers(.date) { Int64(Int32(truncatingIfNeeded: random[$0] >> Int64($0 / 128 % 32))) }),
      ("counting", numbers(.int64) { Int64($0) }),
    ]
    var wholes = TestTable(integers.map { (ParquetColumn(name: $0.0, type: $0.1.0), $0.1.1) })
    wholes.options.pageRows = 10_240
    wholes.options.compression = .zstd
    var plain = wholes
    plain.options.usesDeltas = false
    plain.options.compression = .none

    var texts = TestTable([
      (ParquetColumn(name: "few", type: .string), steps.map { .text("kind \($0)") }),
      (ParquetColumn(name: "unique", type: .string), random.map { .text("id-\($0)") }),
      // A dictionary that pays at first, then grows too large.
      (
        ParquetColumn(name: "growing", type: .string),
        (0..<rows).map { .text("a rather long text to be repeated \($0 < 11_000 ? $0 % 50 : $0)") }
      ),
      (ParquetColumn(name: "runs", type: .string), (0..<rows).map { .text("run \($0 / 777)") }),
      (ParquetColumn(name: "halves", type: .string), (0..<rows).map { .text("text number \($0 % 15_000) of many") }),
    ])
    texts.options.pageRows = 5_120
    texts.options.compression = .gzip(.level(4))
    var overflowing = TestTable([
      (ParquetColumn(name: "many", type: .string), (0..<rows).map { .text("a text that comes back later \($0 / 4)") }),
      (
        ParquetColumn(name: "numbers", type: .double),
        (0..<rows).map { .double(Double(($0 * 7_919) % (100 + $0 / 4)).squareRoot()) }
      ),
    ])
    overflowing.options.dictionaryBytes = 20_000
    overflowing.options.compression = .none
    overflowing.options.pageRows = 2_048
    let doubles = TestTable([
      (ParquetColumn(name: "few", type: .double), steps.map { .double(Double($0) / 3) }),
      (ParquetColumn(name: "random", type: .double), random.map { .double(Double($0) / 1e6) }),
    ])
    return [
      Example(
        name: "whole-numbers", table: wholes,
        encodings: ["ordered": ["DELTA_BINARY_PACKED"], "few": ["RLE_DICTIONARY"], "random": ["PLAIN"]],
        skipDuckDB: ["wild_days"]),
      Example(name: "whole-numbers-plain", table: plain, encodings: ["random": ["PLAIN"]], skipDuckDB: ["wild_days"]),
      Example(
        name: "dictionaries", table: texts,
        encodings: ["few": ["RLE_DICTIONARY"], "unique": ["PLAIN"], "growing": ["RLE_DICTIONARY", "PLAIN"]]),
      Example(
        name: "overflowing-dictionaries", table: overflowing,
        encodings: ["many": ["RLE_DICTIONARY", "PLAIN"], "numbers": ["RLE_DICTIONARY", "PLAIN"]],
        maxDictionaryBytes: 50_000),
      Example(name: "doubles", table: doubles, encodings: ["few": ["RLE_DICTIONARY"], "random": ["PLAIN"]]),
    ]
  }()

  // MARK: Layouts

  static let layouts: [Example] = {
    var groups = everyType(rows: 20_000) { $0 % 11 == 0 }
    groups.options.rowGroupRows = 1_024
    groups.options.compression = .gzip(.level(9))
    var bounded = everyType(rows: 20_000)
    bounded.options.rowGroupBytes = 200_000
    bounded.options.pageBytes = 10_000
    bounded.options.compression = .zstd
    let wide = TestTable(
      (0..<300).map { index in
        let (type, name) = types[index % types.count]
        return (ParquetColumn(name: "\(name)_\(index)", type: type), (0..<50).map { cell(type, $0 + index) })
      })
    var long = TestTable([
      (
        ParquetColumn(name: "long", type: .string),
        (0..<3_000).map { .text(String(repeating: "\($0)-", count: 1 + $0 % 500)) }
      ),
      (ParquetColumn(name: "short", type: .int64), (0..<3_000).map { .integer(Int64($0 % 7)) }),
    ])
    long.options.compression = .zstd
    return [
      Example(name: "many-row-groups", table: groups, minRowGroups: 19),
      Example(name: "row-groups-by-bytes", table: bounded, minRowGroups: 3),
      Example(name: "many-columns", table: wide),
      Example(name: "long-texts", table: long),
    ]
  }()
}
