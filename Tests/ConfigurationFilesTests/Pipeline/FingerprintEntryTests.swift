import ConfigurationFiles
import Testing

@Suite struct FingerprintEntryTests {
  private func changed(_ pipeline: TestPipeline, from base: TestPipeline = TestPipeline()) throws -> [String] {
    let old = Dictionary(uniqueKeysWithValues: try base.read().fingerprintEntries.map { ($0.key, $0.value) })
    let new = Dictionary(uniqueKeysWithValues: try pipeline.read().fingerprintEntries.map { ($0.key, $0.value) })
    return Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
  }

  @Test(arguments: [
    (TestPipeline("server: 9901", "server: 9902"), ["source address"]),
    (TestPipeline("America/Bogota", "America/Lima"), ["time zone"]),
    (TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: 1 hour"), ["chunk length"]),
    (TestPipeline(adding: "rules: { bad_values: null }\n"), ["bad values"]),
    (TestPipeline(adding: "rules: { unknown_fields: keep }\n"), ["unknown fields"]),
    (TestPipeline(adding: "rules: { bad_text: fail }\n"), ["bad text"]),
    (TestPipeline(adding: "rules: { keep_nul: true }\n"), ["U+0000"]),
    (TestPipeline(adding: "rules: { empty_chunks: write }\n"), ["empty chunks"]),
    (TestPipeline(adding: "  partition: x/{chunk}\n"), ["partition path"]),
    (TestPipeline(adding: "  compression_level: 9\n"), ["compression"]),
    (TestPipeline(adding: "  csv: { delimiter: ; }\n"), ["csv delimiter"]),
    (TestPipeline(adding: "  csv: { header: false }\n"), ["csv header"]),
    (TestPipeline(adding: "  csv: { null_text: N }\n"), ["csv null text"]),
    (TestPipeline(adding: "  csv: { line_ending: crlf }\n"), ["csv line ending"]),
    (TestPipeline(adding: "  csv: { escape_formulas: true }\n"), ["csv formulas"]),
  ])
  func `settings that affect the bytes change the fingerprint`(pipeline: TestPipeline, keys: [String]) throws {
    #expect(try changed(pipeline) == keys)
  }

  @Test(arguments: [
    TestPipeline(adding: "rules: { keep_nul: false }\n"),
    TestPipeline("name: calls", "name: other\ndescription: Something else."),
    TestPipeline(adding: "on_finish: [python3, load.py]\n"),
    TestPipeline("${TOKEN}", "${OTHER:-abcdefghijkl}"), TestPipeline("from: 2026-10-01", "from: 2026-09-01"),
    TestPipeline("to: 2026-10-08", "to: 2026-10-09\n  settle: 1 day"),
    TestPipeline("path: exports/calls", "path: elsewhere"), TestPipeline(adding: "rules: { max_rejects: 1% }\n"),
    TestPipeline(adding: "rules: { unknown_fields: ignore }\n"),
    TestPipeline("server: 9901", "server: 9901\n  pause: 1 s\n  retry: { tries: 2 }\n  timeout: { idle: 1 s }"),
    TestPipeline("server: 9901", "server: 9901\n  limits: { records: none, window: 7 days }"),
    TestPipeline("server: 9901", "base_url: https://wv9901.wolkvox.com/"),
  ])
  func `settings that do not affect the bytes do not change the fingerprint`(pipeline: TestPipeline) throws {
    #expect(try changed(pipeline) == [])
  }

  @Test func `a field's settings are all part of the fingerprint`() throws {
    let file = try TestPipeline(
      adding:
        "fields: { a: { from: [ani, dnis], null_if: [\"-\", \"\"], trim: true, default: 'say \"x\"', required: true } }\n"
    ).read()
    #expect(
      file.fingerprintEntries.first { $0.key == "field `a`" }?.value
        == #"string from ani, dnis, null if "-" or "", trimmed, default "say \"x\"", required"#)
    #expect(file.fingerprintEntries.first { $0.key == "columns" }?.value == "a")
  }

  @Test func `the catalog's settings are part of the fingerprint`() throws {
    let values = Dictionary(
      uniqueKeysWithValues: try TestPipeline().read().fingerprintEntries.map { ($0.key, $0.value) })
    #expect(
      values["request"]
        == "GET /api/v2/reports_manager.php?api=agent_13_1&date_ini={window.start}&date_end={window.end}")
    #expect(values["place of the records"] == "data")
    #expect(values["window format"] == "yyyyMMddHHmmss in the range's zone, end inclusive, resolution 1 s")
    #expect(values["field `skill_id`"] == #"string from skill_id, null if "-" or """#)
  }

  @Test func `the order of columns is part of the fingerprint`() throws {
    let keys = try changed(
      TestPipeline(adding: "fields: { b: dnis, a: ani }\n"), from: TestPipeline(adding: "fields: { a: ani, b: dnis }\n")
    )
    #expect(keys == ["columns"])
  }
}
