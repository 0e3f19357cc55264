import Mapping
import Reading
import Records
import TestSupport
import Writing

/// Fuzzes the path from a response's bytes to a partition's rows, in any pieces, against the reference implementation.
enum ExportFuzzer {
  @Sendable static func run(_ body: [UInt8]) {
    var random = SplitMix64(of: body)
    let zone = Zones.all.randomElement(using: &random) ?? .utc
    let export = ReferenceExport(fields(zone, &random), at: Bool.random(using: &random) ? ["data"] : [])
    let slots = Array(Set(export.fields.flatMap(\.paths))).sorted {
      $0.joined(separator: ".") < $1.joined(separator: ".")
    }
    let layout = ResponseLayout(
      records: export.records, wanted: slots,
      limits: ReadingLimits(batchBytes: [1, 30, 256 << 10].randomElement(using: &random) ?? 1))
    let mapping = Mapping(
      fields: export.fields.map { field in
        MappedField(
          column: Column(name: field.name, type: field.mapping.type),
          origin: .record(slots: field.paths.compactMap { slots.firstIndex(of: $0) }), nullIf: field.mapping.nullIf,
          trim: field.mapping.trim, defaultValue: field.mapping.defaultValue, join: field.mapping.join)
      },
      rules: MappingRules(badText: export.fields.first?.mapping.refusesBadText == true ? .quarantine : .replace),
      zone: zone)
    let cuts = (0..<3).map { _ in Int.random(in: 0...body.count, using: &random) }.sorted()
    guard let found = try? written(body, layout, mapping, cutAt: cuts) else { return }
    do {
      let expected = try export.rows(of: body)
      expect(found.rejects == expected.rejects, "\(found.rejects.count) rejects, not \(expected.rejects.count)")
      compare(found.csv, export.csv(expected.rows), "CSV")
      compare(found.ndjson, export.ndjson(expected.rows), "NDJSON")
    } catch {
      fatalError("the answer was taken, though \(error)")
    }
  }

  private struct Written {
    var csv: [UInt8]
    var ndjson: [UInt8]
    var rejects: [[UInt8]] = []
  }

  private static func written(
    _ body: [UInt8], _ layout: ResponseLayout, _ mapping: Mapping, cutAt cuts: [Int]
  ) throws -> Written {
    var reader = ResponseReader(layout)
    var mapping = mapping
    var csv = try CSVEncoder(mapping.schema)
    var ndjson = NDJSONEncoder(mapping.schema)
    var table = OutputBuffer()
    var lines = OutputBuffer()
    var rejects: [[UInt8]] = []
    csv.begin(&table)
    ndjson.begin(&lines)
    var start = 0
    for end in cuts + [body.count, body.count] {
      if start == body.count { try reader.finish() } else { try reader.append(Array(body[start..<end])) }
      start = end
      while let batch = try reader.next() {
        let mapped = try mapping.apply(to: batch, constants: [])
        csv.append(mapped.rows, to: &table)
        ndjson.append(mapped.rows, to: &lines)
        rejects += mapped.rejects.map(\.record)
      }
    }
    return Written(
      csv: table.bytes(in: 0..<table.count), ndjson: lines.bytes(in: 0..<lines.count),
      rejects: rejects)
  }

  private static func fields(_ zone: TimeZoneTransitions, _ random: inout SplitMix64) -> [ReferenceExport.Field] {
    let paths = [[["a"]], [["b"]], [["n", "x"]], [["n"]], [["b"], ["a"]], [["a"], ["n", "x"]]]
    let refusesBadText = Bool.random(using: &random)
    return (0..<Int.random(in: 1...6, using: &random)).map { index in
      let type = ColumnType.allCases.randomElement(using: &random) ?? .string
      return ReferenceExport.Field(
        ["id", "ca\"fé", "x,y", "d", "e", "f"][index], paths.randomElement(using: &random) ?? [["a"]],
        ReferenceMapping(
          type: type, nullIf: [[], [], ["-", ""], ["0", "é"]].randomElement(using: &random) ?? [],
          trim: type != .json && Bool.random(using: &random),
          defaultValue: [nil, nil, "1", "x y", "2026-10-01"].randomElement(using: &random) ?? nil,
          join: type == .string && Bool.random(using: &random) ? ";" : nil, refusesBadText: refusesBadText, zone: zone))
    }
  }
}

/// Stops if two outputs differ, and prints the text around the first difference.
func compare(_ found: [UInt8], _ expected: [UInt8], _ what: String) {
  guard found != expected else { return }
  let place = zip(found, expected).prefix { $0 == $1 }.count
  func around(_ bytes: [UInt8]) -> String { String(decoding: bytes[max(0, place - 60)...].prefix(160), as: UTF8.self) }
  fatalError(
    "\(what) at byte \(place): \(around(found).debugDescription), expected \(around(expected).debugDescription)")
}
