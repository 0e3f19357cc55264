import Testing

extension DiagnosticTests {
  @Test(arguments: [
    ExpectedDiagnostic(
      "an empty file",
      TestPipeline(text: ""),
      [
        "calls.yaml:1:1: error: the file is empty; begin a pipeline file with `version: 1`"
      ]),
    ExpectedDiagnostic(
      "a file of comments",
      TestPipeline(text: "# nothing yet\n"),
      [
        "calls.yaml:1:1: error: the file is empty; begin a pipeline file with `version: 1`"
      ]),
    ExpectedDiagnostic(
      "a list at the top",
      TestPipeline(text: "- a\n- b\n"),
      [
        "calls.yaml:1:1: error: the file: expected a mapping of keys, found a list"
      ]),
    ExpectedDiagnostic(
      "a word at the top",
      TestPipeline(text: "hello\n"),
      [
        "calls.yaml:1:1: error: the file: expected a mapping of keys, found a single value"
      ]),
    ExpectedDiagnostic(
      "two documents",
      TestPipeline("name: calls", "name: calls\n---\nname: other"),
      [
        "calls.yaml:3:1: error: unexpected second document; a file contains one"
      ]),
    ExpectedDiagnostic(
      "a tab",
      TestPipeline("  server: 9901", "\tserver: 9901"),
      [
        "calls.yaml:5:1: error: invalid YAML: while scanning a plain scalar from line 4, found a tab character that violates indentation"
      ]),
    ExpectedDiagnostic(
      "a quote that is never closed",
      TestPipeline("name: calls", #"name: "calls"#),
      [
        "calls.yaml:13:1: error: invalid YAML: while scanning a quoted scalar from line 2, found unexpected end of stream"
      ]),
    ExpectedDiagnostic(
      "a second colon",
      TestPipeline("name: calls", "name: calls: all"),
      [
        "calls.yaml:2:12: error: invalid YAML: unexpected key; check the indentation, and quote text that contains `: `"
      ]),
    ExpectedDiagnostic(
      "a bracket that is never closed",
      TestPipeline(adding: "fields: [a, b\n"),
      [
        "calls.yaml:14:1: error: invalid YAML: while parsing a flow sequence from line 13, did not find expected ',' or ']'"
      ]),
    ExpectedDiagnostic(
      "an alias without its anchor",
      TestPipeline("name: calls", "name: *calls"),
      [
        "calls.yaml:2:7: error: invalid YAML: found undefined alias"
      ]),
    ExpectedDiagnostic(
      "a control character",
      TestPipeline("name: calls", "name: ca\u{1}lls"),
      [
        "calls.yaml:2:9: error: invalid YAML: a control character or text that is not UTF-8"
      ]),
    ExpectedDiagnostic(
      "a key that is a list",
      TestPipeline("name: calls", "[a]: calls"),
      [
        "calls.yaml:1:1: error: the key `name` is missing: name of the pipeline in logs, in the manifest and in run records, for example `name: transferred-calls`",
        "calls.yaml:2:1: error: a key must be text",
      ]),
    ExpectedDiagnostic(
      "a key given twice",
      TestPipeline("name: calls", "name: calls\nname: other"),
      [
        "calls.yaml:3:1: error: duplicate key `name`; first given in line 2"
      ]),
    ExpectedDiagnostic(
      "a key given three times, and another fault",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  from: 2026-10-02\n  \"from\": 2026-10-03\n  chnk: 1 day"),
      [
        "calls.yaml:11:3: error: duplicate key `from`; first given in line 9",
        "calls.yaml:12:3: error: duplicate key `from`; first given in line 9",
        "calls.yaml:13:3: error: unknown key `chnk`; did you mean `chunk`?",
      ]),
    ExpectedDiagnostic(
      "keys given twice in several mappings",
      TestPipeline("name: calls", "name: calls\nname: other\nrules: { bad_text: fail, bad_text: replace }"),
      [
        "calls.yaml:3:1: error: duplicate key `name`; first given in line 2",
        "calls.yaml:4:26: error: duplicate key `bad_text`; first given in line 4",
      ]),
    ExpectedDiagnostic(
      "a merge of text",
      TestPipeline("server: 9901", "<<: text\n  server: 9901"),
      [
        "calls.yaml:5:7: error: `<<`: expected a mapping or a list of mappings"
      ]),
  ])
  func `invalid YAML is reported at its position`(_ diagnostic: ExpectedDiagnostic<TestPipeline>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
