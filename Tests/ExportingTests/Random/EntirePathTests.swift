import Exporting
import Planning
import Records
import TestSupport
import Testing

/// Tests the path from a response's bytes to a partition's, through reading, mapping and writing, byte for byte
/// against the reference implementation.
struct EntirePathTests {
  /// Every type, and all options of a field.
  static let fields = """
    { text: { from: text, type: string }, tidy: { from: text, trim: true, null_if: ["-", ""], default: none },
    whole: { from: whole, type: integer }, exact: { from: exact, type: decimal }, float: { from: float, type: double },
    flag: { from: flag, type: boolean }, day: { from: day, type: date }, at: { from: at, type: timestamp },
    wall: { from: at, type: local_timestamp }, length: { from: length, type: seconds }, raw: { from: raw, type: json },
    list: { from: raw, type: string, join: ";" }, either: { from: [n.x, text], type: string } }
    """

  static func reference() throws -> ReferenceExport {
    let zone = try #require(TimeZoneTransitions(identifier: "Europe/Madrid"))
    func field(_ name: String, _ paths: [[String]], _ type: ColumnType, join: String? = nil) -> ReferenceExport.Field {
      ReferenceExport.Field(name, paths, ReferenceMapping(type: type, join: join, zone: zone))
    }
    return ReferenceExport(
      [
        field("text", [["text"]], .string),
        ReferenceExport.Field(
          "tidy", [["text"]],
          ReferenceMapping(type: .string, nullIf: ["-", ""], trim: true, defaultValue: "none", zone: zone)),
        field("whole", [["whole"]], .integer), field("exact", [["exact"]], .decimal),
        field("float", [["float"]], .double),
        field("flag", [["flag"]], .boolean), field("day", [["day"]], .date), field("at", [["at"]], .timestamp),
        field("wall", [["at"]], .localTimestamp), field("length", [["length"]], .seconds),
        field("raw", [["raw"]], .json), field("list", [["raw"]], .string, join: ";"),
        field("either", [["n", "x"], ["text"]], .string),
      ], at: ["data"])
  }

  /// Returns the partition that a run makes of a body in these pieces, and the number of rejected records.
  static func export(
    _ body: [UInt8], cutAt cuts: [Int], format: String
  ) async throws -> (partition: String, rejected: Int) {
    let pipeline = TestExport.pipeline(
      days: 1, fields: fields, rules: "{ unknown_fields: ignore }", sink: ", compression: none, format: \(format)",
      source: ", limits: { records: none }"
    ).replacing("America/Bogota", with: "Europe/Madrid")
    var export = TestExport(pipeline, api: FakeAPI(rows: []))
    var blocks: [[UInt8]] = []
    for (start, end) in zip([0] + cuts, cuts + [body.count]) where start < end {
      blocks.append(Array(body[start..<end]))
    }
    export.transport = PiecesAPI(blocks: blocks)
    let summary = try await export.run()
    #expect(summary.failures.map(\.reason) == [])
    return (try export.partitions().values.first ?? "", summary.rejected)
  }

  private func check(_ body: [UInt8], cutAt cuts: [Int], _ comment: Comment) async throws {
    let reference = try Self.reference()
    let (rows, rejects) = try reference.rows(of: body)
    for (format, expected) in [("csv", reference.csv(rows)), ("ndjson", reference.ndjson(rows))] {
      let found = try await Self.export(body, cutAt: cuts, format: format)
      #expect(found.rejected == rejects.count, comment)
      #expect(found.partition == (rows.isEmpty ? "" : String(decoding: expected, as: UTF8.self)), comment)
    }
  }

  @Test(arguments: 0..<60)
  func `random records have the bytes of the reference implementation`(_ seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    let body = RandomRecords(isIndented: seed % 3 == 0).body(records: Int.random(in: 1...60, using: &random), &random)
    let cuts = (0..<Int.random(in: 0...20, using: &random)).map { _ in Int.random(in: 0...body.count, using: &random) }
    try await check(body, cutAt: cuts.sorted(), "seed \(seed)")
  }

  @Test(arguments: 0..<4)
  func `a response may arrive in pieces split at any byte`(_ seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(1_000 + seed))
    let body = RandomRecords(isIndented: seed == 0).body(records: 2, &random)
    for cut in 0...body.count { try await check(body, cutAt: [cut], "seed \(seed), cut at \(cut)") }
    try await check(body, cutAt: Array(0...body.count), "seed \(seed), cut everywhere")
  }

  @Test func `most of the random records are valid, and some are rejected`() throws {
    var random = SplitMix64(seed: 7)
    let (rows, rejects) = try Self.reference().rows(of: RandomRecords(isIndented: false).body(records: 1_000, &random))
    #expect(rows.count > 500 && rejects.count > 100)
    for column in 0..<rows[0].count { #expect(Set(rows.map { $0[column] }).count > 2, "column \(column)") }
  }
}
