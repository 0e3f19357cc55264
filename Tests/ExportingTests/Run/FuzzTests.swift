import ConfigurationFiles
import Exporting
import Fetching
import Foundation
import TestSupport
import Testing

/// Exports random responses in random pieces, compared with Foundation's JSON reader and a CSV reader that reads
/// character by character.
struct FuzzTests {
  static let pipeline = TestExport.pipeline(
    days: 1,
    fields:
      "{ text: { from: text, type: string }, number: { from: number, type: integer }, deep: { from: deep.er, type: string } }",
    rules: "{ unknown_fields: ignore }", sink: ", compression: none, format: FORMAT",
    source: ", limits: { records: none }")

  /// A row as it should arrive: nil is null.
  typealias Row = [String?]

  @Test(arguments: ["csv", "ndjson"], 0..<4)
  func `any response is exported as an independent reader reads it`(_ format: String, _ batch: Int) async throws {
    for seed in (batch * 100)..<(batch * 100 + 100) {
      var random = SplitMix64(seed: UInt64(seed))
      var text = ResponseText(&random)
      let body = text.envelope(records: Int.random(in: 1...40, using: &random), &random)
      guard let (rows, rejected) = try FuzzTests.reference(body) else { continue }

      var export = TestExport(FuzzTests.pipeline.replacing("FORMAT", with: format), api: FakeAPI(rows: []))
      export.transport = PiecewiseAPI(body: Array(body.utf8), seed: UInt64(seed))
      let summary = try await export.run()
      #expect(summary.failures.map(\.reason) == [], "seed \(seed)")
      #expect(summary.rejected == rejected, "seed \(seed)")
      let file = try export.partitions().values.first ?? ""
      let found = try format == "csv" ? FuzzTests.readCSV(file) : FuzzTests.readLines(file)
      #expect(found == rows, "seed \(seed)")
    }
  }

  /// The rows that Foundation reads, mapped by the reference implementation; nil if no record has a field of the report.
  static func reference(_ body: String) throws -> (rows: [Row], rejected: Int)? {
    let response = try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
    let records = try #require(response["data"] as? [[String: Any]])
    var rows: [Row] = []
    var rejected = 0
    let known = Set(["text", "number", "deep", "id", "at", "note"])
    guard records.contains(where: { !known.isDisjoint(with: $0.keys) }) else { return nil }
    for record in records {
      guard !known.isDisjoint(with: record.keys) else {
        rejected += 1
        continue
      }
      let number = text(of: record["number"])
      if let number, Int(number) == nil {
        rejected += 1
        continue
      }
      rows.append([
        text(of: record["text"]), number.flatMap { Int($0) }.map { String($0) },
        text(of: (record["deep"] as? [String: Any])?["er"]),
      ])
    }
    return (rows, rejected)
  }

  private static func text(of value: Any?) -> String? {
    switch value {
    case let text as String: text
    case let number as NSNumber: number.stringValue
    default: nil
    }
  }

  /// RFC 4180, letter by letter; an empty field without quotes is null. The header is dropped.
  static func readCSV(_ text: String) -> [Row] {
    var rows: [Row] = []
    var row: Row = []
    var field: [Unicode.Scalar] = []
    var wasQuoted = false
    var isQuoted = false
    let letters = Array(text.unicodeScalars)
    var index = 0
    func string() -> String? { field.isEmpty && !wasQuoted ? nil : String(String.UnicodeScalarView(field)) }
    while index < letters.count {
      let letter = letters[index]
      index += 1
      if isQuoted {
        if letter != "\"" {
          field.append(letter)
        } else if index < letters.count, letters[index] == "\"" {
          field.append(letter)
          index += 1
        } else {
          isQuoted = false
        }
        continue
      }
      switch letter {
      case "\"":
        isQuoted = true
        wasQuoted = true
      case ",", "\n":
        row.append(string())
        (field, wasQuoted) = ([], false)
        if letter == "\n" {
          rows.append(row)
          row = []
        }
      default: field.append(letter)
      }
    }
    return Array(rows.dropFirst())
  }

  static func readLines(_ text: String) throws -> [Row] {
    try text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
      let record = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      return ["text", "number", "deep"].map { FuzzTests.text(of: record?[$0]) }
    }
  }
}

/// Random JSON with everything in it that a reader may stumble over.
private struct ResponseText {
  /// Without U+FEFF, which Foundation's reader drops at the beginning of its pieces of a text.
  private static let scalars: [Unicode.Scalar] = [
    "a", "0", " ", ",", ";", "\"", "'", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1}", "\u{1F}", "\u{7F}", "=", "{",
    "]",
    "é", "ñ", "\u{2028}", "\u{1F600}", "\u{10FFFF}", "字",
  ]
  private let indents: Bool

  init(_ random: inout SplitMix64) {
    indents = Bool.random(using: &random)
  }

  private func gap(_ random: inout SplitMix64) -> String {
    indents ? ["", " ", "\n", "\t \r\n"].randomElement(using: &random) ?? "" : ""
  }

  mutating func envelope(records: Int, _ random: inout SplitMix64) -> String {
    let list = (0..<records).map { _ in record(&random) }.joined(separator: "," + gap(&random))
    var members = [#""code":"200""#, #""msg":"\#(records) records""#, #""data":\#(gap(&random))[\#(list)]"#]
    members.shuffle(using: &random)
    return "{\(gap(&random))\(members.joined(separator: ",\(gap(&random))"))}\(gap(&random))"
  }

  private func record(_ random: inout SplitMix64) -> String {
    var members: [String] = []
    func add(_ name: String, _ value: String, _ random: inout SplitMix64) {
      members.append("\(key(name, &random))\(gap(&random)):\(gap(&random))\(value)")
    }
    if Int.random(in: 0..<5, using: &random) > 0 { add("text", value(&random), &random) }
    if Int.random(in: 0..<5, using: &random) > 0 { add("number", number(&random), &random) }
    if Bool.random(using: &random) { add("deep", #"{"x":[1,{"er":"no"}],"er":\#(value(&random))}"#, &random) }
    if Bool.random(using: &random) { add("other", #"[{"text":"no"},[],{}, "]}",-1.5e3]"#, &random) }
    members.shuffle(using: &random)
    return "{\(members.joined(separator: ","))}"
  }

  /// A key may be written with escapes too.
  private func key(_ name: String, _ random: inout SplitMix64) -> String {
    Int.random(in: 0..<8, using: &random) == 0
      ? #""\u00"# + hex(name.utf8.first ?? 0) + name.dropFirst() + "\"" : "\"\(name)\""
  }

  private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  private func number(_ random: inout SplitMix64) -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: "null"
    case 1: "\"\(Int.random(in: -99...99, using: &random))\""
    case 2: "\"x\""
    case 3: String(Int.random(in: Int.min...Int.max, using: &random))
    default: String(Int.random(in: -1_000...1_000, using: &random))
    }
  }

  private func value(_ random: inout SplitMix64) -> String {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return "null"
    case 1: return "\"\""
    case 2: return String(Int.random(in: 0...9_999, using: &random))
    default: break
    }
    var text = "\""
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let scalar = ResponseText.scalars.randomElement(using: &random) ?? "a"
      text += written(scalar, &random)
    }
    return text + "\""
  }

  private func written(_ scalar: Unicode.Scalar, _ random: inout SplitMix64) -> String {
    let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
    guard mustEscape || Int.random(in: 0..<4, using: &random) == 0 else { return String(scalar) }
    let short: [Unicode.Scalar: String] = [
      "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    ]
    if let short = short[scalar], Bool.random(using: &random) { return short }
    return String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}

/// Gives one body for every request, in pieces of random sizes.
private struct PiecewiseAPI: Transport {
  let body: [UInt8]
  let seed: UInt64

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    var random = SplitMix64(seed: seed ^ 0xA5A5)
    let most = [1, 3, 16, 64, 1_000, 100_000].randomElement(using: &random) ?? 64
    var blocks: [[UInt8]] = []
    var rest = body[...]
    while !rest.isEmpty {
      let block = rest.prefix(Int.random(in: 1...most, using: &random))
      blocks.append(Array(block))
      rest = rest.dropFirst(block.count)
    }
    return IncomingResponse(status: 200, body: ResponseBody(blocks: blocks))
  }
}
