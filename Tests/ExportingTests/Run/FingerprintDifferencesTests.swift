import ConfigurationFiles
import Exporting
import Testing

struct FingerprintDifferencesTests {
  private func differences(from old: [String: String], to new: [String: String]) -> [String] {
    FingerprintDifferences(from: old, to: new).descriptions
  }

  private func entries(_ yaml: String) throws -> [String: String] {
    try Dictionary(uniqueKeysWithValues: TestExport(yaml).file.fingerprintEntries.map { ($0.key, $0.value) })
  }

  @Test func `changed settings come before removed and added ones`() {
    let old = ["a": "1", "field `duration`": "seconds", "field `x`": "string", "z": "1"]
    let new = ["a": "1", "field `duration`": "string", "field `note`": "string", "z": "2"]
    #expect(
      differences(from: old, to: new) == [
        "field `duration`: seconds -> string", "z: 1 -> 2", "field `x`: removed", "field `note`: added",
      ])
    #expect(differences(from: new, to: new) == [])
  }

  @Test(arguments: [
    ("csv", "ndjson", ["format: csv -> ndjson"]), ("ndjson", "csv", ["format: ndjson -> csv"]),
    ("csv", "parquet", ["compression: gzip, default level -> zstd", "format: csv -> parquet"]),
  ])
  func `a changed format hides the settings of CSV that follow from it`(
    old: String, new: String, expected: [String]
  ) throws {
    func pipeline(_ format: String) -> String { TestExport.pipeline(days: 1, sink: ", format: \(format)") }
    #expect(try differences(from: entries(pipeline(old)), to: entries(pipeline(new))) == expected)
  }

  @Test func `an added column appears once, and so does a moved one`() throws {
    func pipeline(_ fields: String) -> String { TestExport.pipeline(days: 1, fields: fields) }
    let both = try entries(pipeline("{ id: id, at: at }"))
    #expect(try differences(from: entries(pipeline("{ id: id }")), to: both) == ["field `at`: added"])
    #expect(
      try differences(from: both, to: entries(pipeline("{ at: at, id: id }"))) == ["columns: id, at -> at, id"])
  }

  @Test func `a changed report hides the settings that the catalog defines for it`() {
    let old = [
      "report": "a/b", "request": "GET /b", "request header `x`": "1", "pages": "by number", "chunk length": "1 day",
    ]
    let new = ["report": "a/c", "request": "GET /c", "window format": "yyyy", "chunk length": "2 days"]
    #expect(differences(from: old, to: new) == ["chunk: 1 day -> 2 days", "report: a/b -> a/c"])
  }
}
