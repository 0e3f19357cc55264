import Testing

extension DiagnosticTests {
  @Test(arguments: [
    ExpectedDiagnostic(
      "a misspelt key",
      TestPipeline("server:", "sever:"),
      [
        "calls.yaml:5:3: error: unknown key `sever`; did you mean `server`?"
      ]),
    ExpectedDiagnostic(
      "a key of another section",
      TestPipeline("name: calls", "name: calls\ntime_zone: UTC"),
      [
        "calls.yaml:3:1: error: unknown key `time_zone`; it belongs under `range`"
      ]),
    ExpectedDiagnostic(
      "a key like no other",
      TestPipeline("name: calls", "name: calls\nfoo: 1"),
      [
        "calls.yaml:3:1: error: unknown key `foo`; known: version, name, description, source, range, fields, rules, sink, load, on_finish"
      ]),
    ExpectedDiagnostic(
      "a file of another version",
      TestPipeline("version: 1", "version: 2"),
      [
        "calls.yaml:1:10: error: `version`: expected 1, found `2`"
      ]),
    ExpectedDiagnostic(
      "nothing but a version",
      TestPipeline(text: "version: 1\n"),
      [
        "calls.yaml:1:1: error: the key `name` is missing: name of the pipeline in logs, in the manifest and in run records, for example `name: transferred-calls`",
        "calls.yaml:1:1: error: the key `source` is missing: report to export, and access to its system",
        "calls.yaml:1:1: error: the key `range` is missing: time range to export, and its division into chunks",
        "calls.yaml:1:1: error: the key `sink` is missing: location and format of the partitions",
      ]),
    ExpectedDiagnostic(
      "a list for a mapping",
      TestPipeline("range:\n  time_zone: America/Bogota\n  from: 2026-10-01\n  to: 2026-10-08", "range: [a]"),
      [
        "calls.yaml:7:8: error: `range`: expected a mapping of keys, found a list"
      ]),
    ExpectedDiagnostic(
      "a mapping for text",
      TestPipeline("name: calls", "name: { a: b }"),
      [
        "calls.yaml:2:7: error: `name`: expected text on one line, found a mapping"
      ]),
    ExpectedDiagnostic(
      "a value left out",
      TestPipeline("name: calls", "name:"),
      [
        "calls.yaml:2:6: error: `name`: expected text on one line, found no value"
      ]),
    ExpectedDiagnostic(
      "a name of blanks",
      TestPipeline("name: calls", #"name: "  ""#),
      [
        "calls.yaml:2:7: error: `name`: expected text on one line, found `  `; the text is empty"
      ]),
    ExpectedDiagnostic(
      "deep keys",
      TestPipeline(
        "server: 9901",
        "server: 9901\n  retry: { tris: 3, tries: 0, first_delay: 1 }\n  timeout: { total: none }\n  limits: { records: non, bytes: 1 XB }\n  pause: -1 s"
      ),
      [
        "calls.yaml:6:12: error: unknown key `tris`; did you mean `tries`?",
        "calls.yaml:6:28: error: `tries`: expected a whole number from 1 to 100, found `0`",
        "calls.yaml:6:44: error: `first_delay`: expected a duration such as `30 s`, found `1`; add a unit, for example `1 s`",
        "calls.yaml:7:21: error: `total`: expected a duration such as `30 s`, found `none`",
        "calls.yaml:8:22: error: `records`: expected a whole number of 1 or more or `none`, found `non`; did you mean `none`?",
        "calls.yaml:8:34: error: `bytes`: expected a size such as `256 MB`, found `1 XB`",
        "calls.yaml:9:10: error: `pause`: expected a duration such as `30 s`, found `-1 s`",
      ]),
    ExpectedDiagnostic(
      "rules",
      TestPipeline(
        adding:
          "rules: { unknown_fields: kep, bad_values: drop, max_rejects: 2, bad_txt: fail, empty_chunks: [skip] }\n"),
      [
        "calls.yaml:13:26: error: `unknown_fields`: expected ignore, report, fail or keep, found `kep`; did you mean `keep`?",
        "calls.yaml:13:43: error: `bad_values`: expected fail, quarantine or null, found `drop`",
        "calls.yaml:13:62: error: `max_rejects`: expected a share such as 0.01 or 1%, found `2`",
        "calls.yaml:13:65: error: unknown key `bad_txt`; did you mean `bad_text`?",
        "calls.yaml:13:94: error: `empty_chunks`: expected skip or write, found a list",
      ]),
    ExpectedDiagnostic(
      "many faults of a file at once",
      TestPipeline(
        text:
          "version: 1\nnam: calls\nsource:\n  report: wolkvox/chat_12\n  sever: 1\nrange:\n  time_zone: Bogota\n  chunk: 1 dy\nsink:\n  format: cvs\n"
      ),
      [
        "calls.yaml:2:1: error: unknown key `nam`; did you mean `name`?",
        "calls.yaml:4:3: error: a secret for authentication is missing; add `token: ${WOLKVOX_TOKEN}`",
        "calls.yaml:5:3: error: unknown key `sever`; did you mean `server`?",
        "calls.yaml:7:3: error: the key `from` is missing: start of the range, inclusive; a date means its midnight, for example `from: 2026-10-01`",
        "calls.yaml:7:3: error: the key `to` is missing: end of the range, exclusive; a date means its midnight, for example `to: today`",
        "calls.yaml:7:14: error: `time_zone`: expected a time zone such as America/Bogota, found `Bogota`; did you mean `America/Bogota`?",
        "calls.yaml:8:10: error: `chunk`: expected a length such as `1 day`, `6 hours` or `1 month`, found `1 dy`; did you mean `day`?",
        "calls.yaml:10:3: error: the key `path` is missing: directory of the export, for example `path: exports/transferred-calls`",
        "calls.yaml:10:11: error: `format`: expected csv, ndjson or parquet, found `cvs`; did you mean `csv`?",
      ]),
  ])
  func `unknown keys and values are reported with the most similar one`(_ diagnostic: ExpectedDiagnostic<TestPipeline>)
  {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
