import Exporting
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

  /// The rows that Foundation reads, mapped by the reference implementation; nil if no record has a field of the
  /// report.
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
    // U+0000 is bad text by default, and is replaced.
    case let text as String: text.replacing("\0", with: "\u{FFFD}")
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
