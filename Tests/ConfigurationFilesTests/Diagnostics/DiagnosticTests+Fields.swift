import Testing

extension DiagnosticTests {
  @Test(arguments: [
    ExpectedDiagnostic(
      "a name that is nearly a documented one",
      TestPipeline(adding: "fields:\n  a: conn_id_transfr\n"),
      [
        "calls.yaml:14:6: warning: the catalog has no field `conn_id_transfr`; did you mean `conn_id_transfer`?"
      ]),
    ExpectedDiagnostic(
      "a name that nobody documents",
      TestPipeline(adding: "fields:\n  a: something_new\n"),
      []),
    ExpectedDiagnostic(
      "names equal but for case",
      TestPipeline(adding: "fields:\n  Date: date\n  dATE: date\n"),
      [
        "calls.yaml:15:3: error: the column names `Date` and `dATE` differ only in case"
      ]),
    ExpectedDiagnostic(
      "an empty name",
      TestPipeline(adding: "fields:\n  \"\": date\n"),
      [
        "calls.yaml:14:3: error: a column needs a name"
      ]),
    ExpectedDiagnostic(
      "names that BigQuery reserves",
      TestPipeline(adding: "fields:\n  _partition: date\n  _Table_x: date\n  __root__: date\n  _partial: date\n"),
      [
        "calls.yaml:14:3: warning: BigQuery rejects the column name `_partition`, because it begins with `_PARTITION`; choose another name",
        "calls.yaml:15:3: warning: BigQuery rejects the column name `_Table_x`, because it begins with `_TABLE_`; choose another name",
        "calls.yaml:16:3: warning: BigQuery rejects the column name `__root__`, because it begins with `__ROOT__`; choose another name",
      ]),
    ExpectedDiagnostic(
      "the column of the chunk's ID with another source",
      TestPipeline(adding: "fields:\n  _tidemark_chunk: date\n"),
      [
        "calls.yaml:14:3: error: `_tidemark_chunk` is reserved for the chunk's ID; write `_tidemark_chunk: $chunk.id`, or choose another name"
      ]),
    ExpectedDiagnostic(
      "the column of the chunk's ID in capitals",
      TestPipeline(adding: "fields:\n  _TIDEMARK_CHUNK: $chunk.id\n"),
      [
        "calls.yaml:14:3: error: `_TIDEMARK_CHUNK` is reserved for the chunk's ID; write `_tidemark_chunk: $chunk.id`, or choose another name"
      ]),
    ExpectedDiagnostic(
      "a name with a line break",
      TestPipeline(adding: "fields:\n  \"a\\nb\": date\n"),
      [
        "calls.yaml:14:3: error: the column's name contains a control character"
      ]),
    ExpectedDiagnostic(
      "a misspelt key",
      TestPipeline(adding: "fields:\n  a: { form: date }\n"),
      [
        "calls.yaml:14:8: error: unknown key `form`; did you mean `from`?"
      ]),
    ExpectedDiagnostic(
      "a misspelt type",
      TestPipeline(adding: "fields:\n  a: { from: date, type: timestmp }\n"),
      [
        "calls.yaml:14:26: error: `type`: expected string, integer, decimal, double, boolean, date, timestamp, local_timestamp, seconds or json, found `timestmp`; did you mean `timestamp`?"
      ]),
    ExpectedDiagnostic(
      "the short name of a type",
      TestPipeline(adding: "fields:\n  a: { from: date, type: int }\n"),
      [
        "calls.yaml:14:26: error: `type`: expected string, integer, decimal, double, boolean, date, timestamp, local_timestamp, seconds or json, found `int`; did you mean `integer`?"
      ]),
    ExpectedDiagnostic(
      "a misspelt variable",
      TestPipeline(adding: "fields:\n  a: $window.dat\n"),
      [
        "calls.yaml:14:6: error: `a`: expected a field's name such as `date`, `name.givenName`, `/total` or `$window.date`, found `$window.dat`; did you mean `$window.date`?"
      ]),
    ExpectedDiagnostic(
      "an unknown variable",
      TestPipeline(adding: "fields:\n  a: $windows.foo\n"),
      [
        "calls.yaml:14:6: error: `a`: expected a field's name such as `date`, `name.givenName`, `/total` or `$window.date`, found `$windows.foo`; known: $window.start, $window.end, $window.date, $chunk.id, $run.id, $request.time, $response.status, $parameter.NAME"
      ]),
    ExpectedDiagnostic(
      "an unknown parameter",
      TestPipeline(adding: "fields:\n  a: $parameter.sever\n"),
      [
        "calls.yaml:14:6: error: unknown parameter `sever`; did you mean `server`?"
      ]),
    ExpectedDiagnostic(
      "an empty part",
      TestPipeline(adding: "fields:\n  a: name..x\n"),
      [
        "calls.yaml:14:6: error: `a`: expected a field's name such as `date`, `name.givenName`, `/total` or `$window.date`, found `name..x`; a part of the name is empty"
      ]),
    ExpectedDiagnostic(
      "a pointer with an empty part",
      TestPipeline(adding: "fields:\n  a: /a//b\n"),
      [
        "calls.yaml:14:6: error: `a`: expected a field's name such as `date`, `name.givenName`, `/total` or `$window.date`, found `/a//b`; a part of the name is empty"
      ]),
    ExpectedDiagnostic(
      "a pointer among names",
      TestPipeline(adding: "fields:\n  a: { from: [date, /x] }\n"),
      [
        "calls.yaml:14:21: error: `/x` cannot be one of several names; only a record's fields can"
      ]),
    ExpectedDiagnostic(
      "no names",
      TestPipeline(adding: "fields:\n  a: { from: [] }\n"),
      [
        "calls.yaml:14:14: error: `from` is empty"
      ]),
    ExpectedDiagnostic(
      "a default of another type",
      TestPipeline(adding: "fields:\n  a: { type: integer, default: unknown }\n"),
      [
        "calls.yaml:14:32: error: `default` is not a valid integer, the column's type"
      ]),
    ExpectedDiagnostic(
      "a join that is not text",
      TestPipeline(adding: "fields:\n  a: { from: time, join: \",\", type: integer }\n"),
      [
        "calls.yaml:14:26: error: `join` produces text; set `type: string`"
      ]),
    ExpectedDiagnostic(
      "no value",
      TestPipeline(adding: "fields:\n  a:\n"),
      [
        "calls.yaml:14:5: error: `a`: expected a field's name such as `date`, `name.givenName`, `/total` or `$window.date` or a mapping of keys, found no value"
      ]),
    ExpectedDiagnostic(
      "null for a text",
      TestPipeline(adding: "fields:\n  a: { default: null }\n"),
      [
        "calls.yaml:14:17: error: `default`: expected text, found no value"
      ]),
    ExpectedDiagnostic(
      "a word for a boolean",
      TestPipeline(adding: "fields:\n  a: { trim: yes }\n"),
      [
        "calls.yaml:14:14: error: `trim`: expected true or false, found `yes`; did you mean `true`?"
      ]),
    ExpectedDiagnostic(
      "a list of columns",
      TestPipeline(adding: "fields: [date]\n"),
      [
        "calls.yaml:13:9: error: `fields`: expected a mapping, each key a column, found a list"
      ]),
    ExpectedDiagnostic(
      "the column of unknown fields",
      TestPipeline(adding: "fields: { _extra: date }\nrules: { unknown_fields: keep }\n"),
      [
        "calls.yaml:13:11: error: `_extra` is reserved for `unknown_fields: keep`; choose another name"
      ]),
  ])
  func `errors in a column are reported at their position`(_ diagnostic: ExpectedDiagnostic<TestPipeline>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
