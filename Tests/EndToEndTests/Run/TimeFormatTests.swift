import Foundation
import Testing

/// Tests a catalog with its own time formats.
struct TimeFormatTests {
  private static let catalog = """
    system: acme
    base_url: https://api.example.com
    window: { format: "yyyy-MM-dd'T'HH:mm:ss", zone: range }
    envelope: { records: rows }
    reports:
      calls:
        request: { path: /calls, query: { from: "{window.start}", to: "{window.end}" } }
        grain: event
        time: seconds
        fields:
          seconds: { type: timestamp, format: epoch_seconds, sample: { like: time } }
          text: { type: timestamp, format: epoch_milliseconds, sample: { like: time, as_text: true } }
          pattern: { type: timestamp, format: "MM/dd/yyyy hh:mm:ss a", sample: { like: time } }
          offset: { type: timestamp, format: dd.MM.yyyy HH:mm:ssXXX, sample: { like: time } }
          local: { type: local_timestamp, format: epoch_seconds, sample: { like: time } }
          day: { type: date, format: dd/MM/yyyy, sample: { like: time } }
          near: { type: timestamp, format: epoch_milliseconds, null_if: "0" }
    """

  private static let pipeline = """
    version: 1
    name: calls
    source: { report: acme/calls, catalog: acme.yaml }
    range: { time_zone: America/Bogota, from: 2026-10-01, to: 2026-10-02 }
    sink: { path: exports/calls, compression: none }
    """

  @Test func `the sandbox writes times in the catalog's formats, and a run reads all of them`()
    throws
  {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("acme.yaml", TimeFormatTests.catalog)
    try binary.write("calls.yaml", TimeFormatTests.pipeline)
    let result = try binary.run("run", "--sandbox", "calls.yaml")
    #expect(result.status == 0, "\(result.diagnostics)")
    for word in ["reject", "warning", "note"] {
      #expect(!(result.output + result.diagnostics).contains(word), "\(result.output)\(result.diagnostics)")
    }
    let partition = "exports/calls-sandbox/date=2026-10-01/20261001T050000Z-20261002T050000Z.csv"
    let rows = try binary.read(partition).split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows.count > 1_000)
    #expect(rows.first == ["seconds", "text", "pattern", "offset", "local", "day", "near"])
    for row in rows.dropFirst() {
      #expect(row[0].hasSuffix("Z") && row[1...3].allSatisfy { $0 == row[0] }, "\(row)")
      #expect(row[4].hasPrefix("2026-10-01T") && row[5] == "2026-10-01", "\(row)")
    }
  }

  @Test func `a value in another format is rejected with the expected format`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("acme.yaml", TimeFormatTests.catalog)
    let columns = "fields: { at: { from: seconds, type: timestamp, format: dd/MM/yyyy } }"
    try binary.write("calls.yaml", TimeFormatTests.pipeline + "\n" + columns + "\n")
    let result = try binary.run("preview", "--sandbox", "calls.yaml")
    #expect(result.output.contains("does not match the format `dd/MM/yyyy`"), "\(result.output)")
  }
}
