import Testing

extension FaultTests {
  @Test(arguments: [
    Fault(
      "misspelt words",
      TestPipeline(adding: "  format: cvs\n  compresion: gzip\n  compression_level: 12\n"),
      [
        "calls.yaml:13:11: error: `format` takes csv, ndjson or parquet, not `cvs`; did you mean `csv`?",
        "calls.yaml:14:3: error: the key `compresion` is unknown here; did you mean `compression`?",
        "calls.yaml:15:22: error: `compression_level` takes a whole number from 0 to 9, not `12`",
      ]),
    Fault(
      "a dialect of its own",
      TestPipeline(adding: "  csv: { delimiter: ab, header: 1, line_ending: cr, escape_formulas: no }\n"),
      [
        "calls.yaml:13:21: error: `delimiter` takes one ASCII character that is no letter, digit or quote, or `tab`, not `ab`",
        "calls.yaml:13:33: error: `header` takes true or false, not `1`",
        "calls.yaml:13:49: error: `line_ending` takes lf or crlf, not `cr`",
        "calls.yaml:13:70: error: `escape_formulas` takes true or false, not `no`; did you mean `false`?",
      ]),
    Fault(
      "a dialect without CSV",
      TestPipeline(adding: "  format: ndjson\n  csv: { delimiter: tab }\n"),
      [
        "calls.yaml:14:3: error: `csv` stands only with `format: csv`"
      ]),
    Fault(
      "a level without compression",
      TestPipeline(adding: "  compression: none\n  compression_level: 3\n"),
      [
        "calls.yaml:14:22: error: `compression_level` stands only with `compression: gzip`"
      ]),
    Fault(
      "level 0",
      TestPipeline(adding: "  compression_level: 0\n"),
      [
        "calls.yaml:13:22: error: `compression_level` is 1 to 9; to compress nothing, write `compression: none`"
      ]),
    Fault(
      "a null that breaks a line",
      TestPipeline(adding: "  csv: { null_text: \"a,b\" }\n"),
      [
        "calls.yaml:13:21: error: `null_text` stands without quotes, so it holds no delimiter, quote or line break"
      ]),
    Fault(
      "a home directory",
      TestPipeline("exports/calls", "~/exports"),
      [
        "calls.yaml:12:9: error: `path` begins with `~`, which only shells understand; write `${HOME}`"
      ]),
    Fault(
      "a column that warehouses refuse",
      TestPipeline(adding: "  format: parquet\nfields: { \"a b\": ani, Größe-1: dnis, c.d: skill_id }\n"),
      [
        "calls.yaml:13:11: warning: Spark or BigQuery refuses a Parquet column by the name `a b`; keep to letters, digits, `_` and `-`",
        "calls.yaml:13:11: warning: Spark or BigQuery refuses a Parquet column by the name `c.d`; keep to letters, digits, `_` and `-`",
      ]),
    Fault(
      "no path",
      TestPipeline("  path: exports/calls", "  path:"),
      [
        "calls.yaml:12:8: error: `path` has no value; it takes a path"
      ]),
    Fault(
      "the partition /abs/{chunk}",
      TestPipeline(adding: "  partition: /abs/{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` is a path within the sink, so it does not begin with `/`"
      ]),
    Fault(
      "the partition ../{chunk}",
      TestPipeline(adding: "  partition: ../{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` has a part that begins with `.`"
      ]),
    Fault(
      "the partition a//{chunk}",
      TestPipeline(adding: "  partition: a//{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` has an empty part; write no `/` at its end and no two in a row"
      ]),
    Fault(
      "the partition _x/{chunk}",
      TestPipeline(adding: "  partition: _x/{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` has a part that begins with `_`, which loaders pass over"
      ]),
    Fault(
      "the partition a/{chunk}/",
      TestPipeline(adding: "  partition: a/{chunk}/\n"),
      [
        "calls.yaml:13:14: error: `partition` has an empty part; write no `/` at its end and no two in a row"
      ]),
    Fault(
      "the partition {chunk}",
      TestPipeline(adding: "  partition: {chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` takes text with tokens in braces, not a mapping; put text that begins with `{` in quotes"
      ]),
    Fault(
      "the partition {chnk}",
      TestPipeline(adding: "  partition: \"{chnk}\"\n"),
      [
        "calls.yaml:13:14: error: `partition` takes text with tokens in braces, not `{chnk}`; {chnk} stands for nothing here; did you mean {chunk}?"
      ]),
    Fault(
      "the partition a/{chunk",
      TestPipeline(adding: "  partition: a/{chunk\n"),
      [
        "calls.yaml:13:14: error: `partition` takes text with tokens in braces, not `a/{chunk`; the brace is never closed; write `{{` for a brace"
      ]),
    Fault(
      "the partition date={window.date}/{chunk}",
      TestPipeline(adding: "  partition: date={window.date}/{chunk}\n"),
      [
        "calls.yaml:13:14: error: `partition` has the key `date`, which is a column too: readers would take the path's value for the column's; rename one of them"
      ]),
    Fault(
      #"the partition a\\b{chunk}"#,
      TestPipeline(adding: "  partition: \"a\\\\b{chunk}\"\n"),
      [
        "calls.yaml:13:14: error: `partition` holds a backslash or a control character"
      ]),
  ])
  func `what is wrong with a sink is told at its spot`(_ fault: Fault<TestPipeline>) {
    #expect(fault.file.lines == fault.lines)
  }
}
