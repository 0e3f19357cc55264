import Records
import TestSupport
import Writing

/// Rows of any text, numbers and times in any dialect, against the naive writers, and CSV read back.
enum RowsFuzzer {
  @Sendable static func run(_ bytes: [UInt8]) {
    var random = SplitMix64(of: bytes)
    let format = format(&random)
    let types = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      ColumnType.allCases.filter { $0 != .decimal && $0 != .json }.randomElement(using: &random) ?? .string
    }
    let rows = rows(bytes, types, &random)
    let batch = batch(rows, types, &random)
    let schema = Schema(columns: types.enumerated().map { Column(name: ["a", "b,", "c", "d", "e"][$0], type: $1) })
    let plain = ReferenceExport(
      schema.columns.map { ReferenceExport.Field($0.name, [], ReferenceMapping(type: $0.type)) }, at: [])

    let reference = ReferenceCSV(
      delimiter: format.delimiter, nullText: format.nullText, escapesFormulas: format.escapeFormulas,
      lineEnding: format.lineEnding == .lf ? "\n" : "\r\n")
    if var csv = try? CSVEncoder(schema, format) {
      let found = encoded(batch, by: &csv)
      compare(found, plain.csv(rows, reference), "CSV")
      if format.lineEnding == .lf, !format.escapeFormulas {
        expect((try? reference.lines(of: found))?.count == rows.count + 1, "the CSV reads back")
      }
    }
    var ndjson = NDJSONEncoder(schema)
    compare(encoded(batch, by: &ndjson), plain.ndjson(rows), "NDJSON")
  }

  private static func encoded(_ batch: RecordBatch, by encoder: inout some RowEncoder) -> [UInt8] {
    var output = OutputBuffer()
    encoder.begin(&output)
    do {
      try encoder.append(batch, to: &output)
      try encoder.finish(&output)
    } catch {
      fatalError("\(error)")
    }
    return output.bytes(in: 0..<output.count)
  }

  private static func format(_ random: inout SplitMix64) -> CSVDialect {
    CSVDialect(
      delimiter: Array(",,,,;\t|'-1 :.".utf8).randomElement(using: &random) ?? 0x2C,
      nullText: ["", "", "\\N", "NULL", "0", "'"].randomElement(using: &random) ?? "",
      lineEnding: Bool.random(using: &random) ? .lf : .crlf,
      escapeFormulas: Bool.random(using: &random))
  }

  /// The texts come from the input, split at bytes of 0xFF; everything else is random.
  private static func rows(_ bytes: [UInt8], _ types: [ColumnType], _ random: inout SplitMix64) -> [[Cell]] {
    let texts = bytes.split(separator: 0xFF, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    var next = 0
    var rows: [[Cell]] = []
    repeat {
      rows.append(
        types.map { type in
          if Int.random(in: 0..<8, using: &random) == 0 { return .null }
          switch type.representation {
          case .text:
            next += 1
            return .text(next <= texts.count ? texts[next - 1] : "")
          case .integers where type == .date: return .integer(Int64.random(in: -1_000_000...4_000_000, using: &random))
          case .integers:
            let shift = Int64.random(in: 0...63, using: &random)
            return .integer(Int64.random(in: .min ... .max, using: &random) >> shift)
          case .doubles:
            return .double(
              Double(
                sign: .plus, exponent: .random(in: -1_000...1_000, using: &random),
                significand: .random(in: -2...2, using: &random)))
          case .booleans: return .boolean(Bool.random(using: &random))
          }
        })
    } while next < texts.count && rows.count < 200 && types.contains { $0.representation == .text }
    return rows
  }

  /// Texts lie in the received bytes, escaped or not, or in the arena.
  private static func batch(_ rows: [[Cell]], _ types: [ColumnType], _ random: inout SplitMix64) -> RecordBatch {
    var received: [UInt8] = []
    var arena: [UInt8] = []
    let columns = types.indices.map { column -> ColumnValues in
      let cells = rows.map { $0[column] }
      let isNull = cells.map { $0 == .null }
      switch types[column].representation {
      case .text:
        return .text(
          cells.map { cell in
            guard case .text(let text) = cell else { return .null }
            let isInArena = Bool.random(using: &random)
            let isEscaped = !isInArena && Bool.random(using: &random)
            let raw = isEscaped ? escaped(text, &random) : Array(text.utf8)
            let start = isInArena ? arena.count : received.count
            if isInArena { arena += raw } else { received += raw }
            return ValueRef(
              kind: .string, offset: start, length: raw.count, hasEscapes: isEscaped && raw.contains(0x5C),
              isNonASCII: raw.contains { $0 >= 0x80 }, isInArena: isInArena)
          })
      case .integers:
        return .integers(
          FixedValues(values: cells.map { if case .integer(let v) = $0 { v } else { 7 } }, isNull: isNull))
      case .doubles:
        return .doubles(
          FixedValues(values: cells.map { if case .double(let v) = $0 { v } else { 0.5 } }, isNull: isNull))
      case .booleans:
        return .booleans(FixedValues(values: cells.map { $0 == .boolean(true) }, isNull: isNull))
      }
    }
    if Bool.random(using: &random) {
      received += Array(repeating: UInt8(ascii: "\""), count: 40)
      arena += Array(repeating: UInt8(ascii: "\""), count: 40)
    }
    return RecordBatch(received: received, arena: arena, rowCount: rows.count, columns: columns)
  }

  /// A text as it may be written in a JSON document.
  private static func escaped(_ text: String, _ random: inout SplitMix64) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars {
      let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
      guard mustEscape || Int.random(in: 0..<6, using: &random) == 0 else {
        result += Array(String(scalar).utf8)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
      }
    }
    return result
  }
}
