import ConfigurationFiles
import Exporting
import Fetching
import Foundation
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

/// Gives one body for every request, in the given pieces.
private struct PiecesAPI: Transport {
  let blocks: [[UInt8]]

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    IncomingResponse(status: 200, body: ResponseBody(blocks: blocks))
  }
}

/// Records in which each key mostly has a value that its columns take.
private struct RandomRecords {
  let isIndented: Bool

  private static let texts = [
    #""plain""#, #""""#, #""-""#, #"" padded\t ""#, #""a,b \"quoted\"\r\nline""#, #""\u00e9 é \ud83d\ude00 😀""#, "12",
    "true",
    #""\\.""#, "\"\u{7F}\\u0000\\u001f\"", #""=1+1""#, #""half \ud83d of a pair""#, #""\q and \u12""#,
    #""long enough to fill a block of sixty-four bytes, and \"then\" some more of it""#,
  ]
  private static let numbers = [
    "0", "-7", "9007199254740993", "-9223372036854775808", #""42""#, #""-0""#, #""007""#, #""+5""#,
  ]
  private static let decimals = numbers + ["1.50", "-0.000", "1e3", #""12.5E-2""#, "123456789012345678901234567890.5"]
  private static let flags = ["true", "false", "1", "0", #""yes""#, #""No""#]
  private static let days = [#""2026-10-01""#, #""20261001""#, #""2024-02-29T00:00:00""#, #""1969-12-31 00:00:00""#]
  private static let times = [
    #""2026-10-25T02:30:00""#, #""2026-03-29 02:30:00""#, #""2026-10-01T05:00:00Z""#,
    #""2026-10-01 05:00:00.250+02:00""#,
    #""1999-12-31T23:59:59.999999""#,
  ]
  private static let lengths = [#""00:01:30""#, #""125:00:00""#, "90", #""-1:00:01""#, #""15""#]
  private static let structures = [
    "[]", "{}", #"[ "a" , 1.50 , null , true ]"#, #"{ "k" : [ { "text" : "no" } ] , "l" : "é\n" }"#,
    #"["x;y","\ud800"]"#,
    "\"text\"", "3",
  ]
  private static let bad = [
    #""2026-02-30""#, #""25:61""#, #""12.0.0""#, "9223372036854775808", "[1]", #"{"x":2}"#, #""maybe""#, "1e400",
  ]

  func body(records: Int, _ random: inout SplitMix64) -> [UInt8] {
    let list = (0..<records).map { _ in record(&random) }.joined(separator: "," + gap(&random))
    let members = [#""code": "200""#, #""msg":"\#(records) records""#, #""data":\#(gap(&random))[\#(list)]"#]
      .shuffled(using: &random)
    return Array("{\(gap(&random))\(members.joined(separator: ","))}\n".utf8)
  }

  private func record(_ random: inout SplitMix64) -> String {
    let pools = [
      ("text", Self.texts), ("whole", Self.numbers), ("exact", Self.decimals), ("float", Self.decimals),
      ("flag", Self.flags), ("day", Self.days), ("at", Self.times), ("length", Self.lengths), ("raw", Self.structures),
      ("n", [#"{"y":1,"x":"deep"}"#, #"{"x":null}"#, "7", "{}"]), ("other", Self.structures),
    ]
    var members: [String] = []
    for (key, pool) in pools where Int.random(in: 0..<6, using: &random) > 0 {
      let isOdd = Int.random(in: 0..<40, using: &random) == 0
      let value =
        Int.random(in: 0..<10, using: &random) == 0 ? "null" : (isOdd ? Self.bad : pool).randomElement(using: &random)
      members.append("\(self.key(key, &random)):\(gap(&random))\(value ?? "null")")
    }
    if Int.random(in: 0..<4, using: &random) == 0 { members.shuffle(using: &random) }
    if Int.random(in: 0..<10, using: &random) == 0 { members.append(#""text":"the last of two""#) }
    return "{\(members.joined(separator: "," + gap(&random)))}"
  }

  private func key(_ name: String, _ random: inout SplitMix64) -> String {
    Int.random(in: 0..<20, using: &random) == 0 && name.hasPrefix("t")
      ? "\"\\u0074\(name.dropFirst())\"" : "\"\(name)\""
  }

  private func gap(_ random: inout SplitMix64) -> String {
    isIndented ? ["", " ", "\n    ", "\t\r\n"].randomElement(using: &random) ?? "" : ""
  }
}
