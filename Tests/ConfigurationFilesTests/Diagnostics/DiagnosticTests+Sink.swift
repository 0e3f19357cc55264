import Testing

extension DiagnosticTests {
  @Test(arguments: [
    ExpectedDiagnostic(
      "misspelt words",
      TestPipeline(adding: "  format: cvs\n  compresion: gzip\n  compression_level: 12\n"),
      [
        "calls.yaml:13:11: error: `format`: expected csv, ndjson or parquet, found `cvs`; did you mean `csv`?",
        "calls.yaml:14:3: error: unknown key `compresion`; did you mean `compression`?",
        "calls.yaml:15:22: error: `compression_level`: expected a whole number from 0 to 9, found `12`",
      ]),
    ExpectedDiagnostic(
      "a dialect of its own",
      TestPipeline(adding: "  csv: { delimiter: ab, header: 1, line_ending: cr, escape_formulas: no }\n"),
      [
        "calls.yaml:13:21: error: `delimiter`: expected one ASCII character that is not a letter, digit or quote, or `tab`, found `ab`",
        "calls.yaml:13:33: error: `header`: expected true or false, found `1`",
        "calls.yaml:13:49: error: `line_ending`: expected lf or crlf, found `cr`",
        "calls.yaml:13:70: error: `escape_formulas`: expected true or false, found `no`; did you mean `false`?",
      ]),
    ExpectedDiagnostic(
      "a dialect without CSV",
      TestPipeline(adding: "  format: ndjson\n  csv: { delimiter: tab }\n"),
      [
        "calls.yaml:14:3: error: `csv` requires `format: csv`"
      ]),
    ExpectedDiagnostic(
      "a table of text files",
      TestPipeline(adding: "  table: delta\n"),
      [
        "calls.yaml:13:10: error: `table: delta` requires `format: parquet`"
      ]),
    ExpectedDiagnostic(
      "a time to keep files without a table",
      TestPipeline(adding: "  keep: 3 days\n"),
      [
        "calls.yaml:13:9: error: `keep` requires `table`"
      ]),
    ExpectedDiagnostic(
      "a name that a table cannot have",
      TestPipeline(adding: "  format: parquet\n  table: delta\nfields: { 'a b': date }\n"),
      [
        "calls.yaml:13:11: warning: Spark and BigQuery reject the Parquet column name `a b`; use letters, digits, `_` and `-`",
        "calls.yaml:14:10: error: a Delta table cannot have the column name `a b`; use letters, digits and `_`",
      ]),
    ExpectedDiagnostic(
      "a level without compression",
      TestPipeline(adding: "  compression: none\n  compression_level: 3\n"),
      [
        "calls.yaml:14:22: error: `compression_level` requires `compression: gzip`"
      ]),
    ExpectedDiagnostic(
      "level 0",
      TestPipeline(adding: "  compression_level: 0\n"),
      [
        "calls.yaml:13:22: error: `compression_level` must be 1 to 9; for no compression, write `compression: none`"
      ]),
    ExpectedDiagnostic(
      "a null that breaks a line",
      TestPipeline(adding: "  csv: { null_text: \"a,b\" }\n"),
      [
        "calls.yaml:13:21: error: `null_text` is written without quotes and must not contain a delimiter, quote or line break"
      ]),
    ExpectedDiagnostic(
      "a home directory",
      TestPipeline("exports/calls", "~/exports"),
      [
        "calls.yaml:12:9: error: `path` begins with `~`, which only shells expand; write `${HOME}`"
      ]),
    ExpectedDiagnostic(
      "a bucket",
      TestPipeline("exports/calls", "s3://bucket/calls"),
      [
        "calls.yaml:12:9: error: `path` has the scheme `s3`, and a sink is a local directory; "
          + "export to a local directory and copy it from there in `on_finish`"
      ]),
    ExpectedDiagnostic(
      "a file URL",
      TestPipeline("exports/calls", "file:///exports/calls"),
      [
        "calls.yaml:12:9: error: `path` has the scheme `file`, and a sink is a local directory; "
          + "write the path without the scheme"
      ]),
    ExpectedDiagnostic(
      "the working directory",
      TestPipeline("exports/calls", "././"),
      [
        "calls.yaml:12:9: error: `path` is the working directory, and a sink is a separate directory; "
          + "add a name, as in `exports/calls`"
      ]),
    ExpectedDiagnostic(
      "the root directory",
      TestPipeline("exports/calls", "//"),
      [
        "calls.yaml:12:9: error: `path` is the root directory, and a sink is a separate directory; "
          + "add a name, as in `exports/calls`"
      ]),
    ExpectedDiagnostic(
      "the directory above",
      TestPipeline("exports/calls", "exports/../"),
      [
        "calls.yaml:12:9: error: `path` ends with `..`, and a sink is a separate directory; add its name"
      ]),
    ExpectedDiagnostic(
      "modes",
      TestPipeline(adding: "  mode: 0440\n"),
      [
        "calls.yaml:13:9: error: `mode`: expected octal permissions such as `0640`, found `0440`; "
          + "the owner must be able to read and write the files, as in 0600"
      ]),
    ExpectedDiagnostic(
      "an executable mode",
      TestPipeline(adding: "  mode: \"0755\"\n"),
      [
        "calls.yaml:13:9: error: `mode`: expected octal permissions such as `0640`, found `0755`; "
          + "it may only contain read and write permissions, as in 0640"
      ]),
    ExpectedDiagnostic(
      "a mode in words",
      TestPipeline(adding: "  mode: rw-r-----\n"),
      [
        "calls.yaml:13:9: error: `mode`: expected octal permissions such as `0640`, found `rw-r-----`"
      ]),
    ExpectedDiagnostic(
      "a column that warehouses refuse",
      TestPipeline(adding: "  format: parquet\nfields: { \"a b\": ani, Größe-1: dnis, c.d: skill_id }\n"),
      [
        "calls.yaml:13:11: warning: Spark and BigQuery reject the Parquet column name `a b`; use letters, digits, `_` and `-`",
        "calls.yaml:13:11: warning: Spark and BigQuery reject the Parquet column name `c.d`; use letters, digits, `_` and `-`",
      ]),
    ExpectedDiagnostic(
      "no path",
      TestPipeline("  path: exports/calls", "  path:"),
      [
        "calls.yaml:12:8: error: `path`: expected a path, found no value"
      ]),
    ExpectedDiagnostic(
      "the partition /abs/{chunk}",
      TestPipeline(adding: "  partition: /abs/{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` is a path within the sink and must not begin with `/`"
      ]),
    ExpectedDiagnostic(
      "the partition ../{chunk}",
      TestPipeline(adding: "  partition: ../{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` has the part `..`, which begins with `.`"
      ]),
    ExpectedDiagnostic(
      "the partition a//{chunk}",
      TestPipeline(adding: "  partition: a//{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` has an empty part; remove a `/` at its end and double `/`"
      ]),
    ExpectedDiagnostic(
      "the partition _x/{chunk}",
      TestPipeline(adding: "  partition: _x/{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` has a part that begins with `_`, and loaders ignore such names"
      ]),
    ExpectedDiagnostic(
      "the partition a/{chunk}/",
      TestPipeline(adding: "  partition: a/{chunk}/\n"),
      [
        "calls.yaml:13:14: error: `partition` has an empty part; remove a `/` at its end and double `/`"
      ]),
    ExpectedDiagnostic(
      "the partition {chunk}",
      TestPipeline(adding: "  partition: {chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition`: expected text with tokens in braces, found a mapping; quote text that begins with `{`"
      ]),
    ExpectedDiagnostic(
      "the partition {chnk}",
      TestPipeline(adding: "  partition: \"{chnk}\"\n"),
      [
        "calls.yaml:13:14: error: `partition`: expected text with tokens in braces, found `{chnk}`; unknown token {chnk}; did you mean {chunk}?"
      ]),
    ExpectedDiagnostic(
      "the partition a/{chunk",
      TestPipeline(adding: "  partition: a/{chunk\n"),
      [
        "calls.yaml:13:14: error: `partition`: expected text with tokens in braces, found `a/{chunk`; the brace is not closed; write `{{` for a brace"
      ]),
    ExpectedDiagnostic(
      "the partition date={window.date}/{chunk}",
      TestPipeline(adding: "  partition: date={window.date}/{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` has the key `date`, which is also a column: readers would use the path's value as the column's; rename one of them"
      ]),
    ExpectedDiagnostic(
      #"the partition a\\b{chunk}"#,
      TestPipeline(adding: "  partition: \"a\\\\b{chunk}\"\n"),
      [
        "calls.yaml:13:14: error: `partition` contains a backslash or a control character"
      ]),
  ])
  func `errors in a sink are reported at their position`(_ diagnostic: ExpectedDiagnostic<TestPipeline>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
