import ConfigurationFiles
import Records
import Testing

@Suite struct FieldsTests {
  @Test(arguments: [
    ("a: conn_id_transfer", FieldDeclaration(name: "a", origin: .record([.init(["conn_id_transfer"])]), type: .string)),
    (
      "a: skill_id",
      FieldDeclaration(name: "a", origin: .record([.init(["skill_id"])]), type: .string, nullIf: ["-", ""])
    ),
    (
      "a: { from: skill_id, null_if: [] }",
      FieldDeclaration(name: "a", origin: .record([.init(["skill_id"])]), type: .string)
    ),
    (
      "a: { from: skill_id, null_if: x }",
      FieldDeclaration(name: "a", origin: .record([.init(["skill_id"])]), type: .string, nullIf: ["x"])
    ),
    (
      "a: { from: ani, null_if: [null, ~, \"\"] }",
      FieldDeclaration(name: "a", origin: .record([.init(["ani"])]), type: .string, nullIf: ["null", "~", ""])
    ),
    ("a: { from: time, null_if: [] }", FieldDeclaration(name: "a", origin: .record([.init(["time"])]), type: .seconds)),
    (
      "a: { from: time, null_if: [], type: string }",
      FieldDeclaration(name: "a", origin: .record([.init(["time"])]), type: .string)
    ),
    ("dnis: {}", FieldDeclaration(name: "dnis", origin: .record([.init(["dnis"])]), type: .string)),
    ("new: { type: json }", FieldDeclaration(name: "new", origin: .record([.init(["new"])]), type: .json)),
    ("new: deep.down", FieldDeclaration(name: "new", origin: .record([.init(["deep", "down"])]), type: .string)),
    (#"new: deep\.down"#, FieldDeclaration(name: "new", origin: .record([.init(["deep.down"])]), type: .string)),
    (
      "a: { from: [ani, dnis], required: true, trim: true, default: none }",
      FieldDeclaration(
        name: "a", origin: .record([.init(["ani"]), .init(["dnis"])]), type: .string, trim: true, defaultValue: "none",
        isRequired: true)
    ),
    (
      "a: { from: tags, join: \";\" }",
      FieldDeclaration(name: "a", origin: .record([.init(["tags"])]), type: .string, join: ";")
    ),
    ("a: /msg", FieldDeclaration(name: "a", origin: .response(.init(["msg"])), type: .string)),
    (
      "a: { from: /deep/a~1b, type: integer }",
      FieldDeclaration(name: "a", origin: .response(.init(["deep", "a/b"])), type: .integer)
    ),
    ("a: $window.start", FieldDeclaration(name: "a", origin: .window(.start), type: .timestamp)),
    ("a: $window.end", FieldDeclaration(name: "a", origin: .window(.end), type: .timestamp)),
    ("a: $window.date", FieldDeclaration(name: "a", origin: .window(.date), type: .date)),
    ("a: $chunk.id", FieldDeclaration(name: "a", origin: .chunk, type: .string)),
    ("_tidemark_chunk: $chunk.id", FieldDeclaration(name: "_tidemark_chunk", origin: .chunk, type: .string)),
    ("a: $run.id", FieldDeclaration(name: "a", origin: .run, type: .string)),
    ("a: $request.time", FieldDeclaration(name: "a", origin: .requestTime, type: .timestamp)),
    ("a: $response.status", FieldDeclaration(name: "a", origin: .responseStatus, type: .integer)),
    ("a: $parameter.server", FieldDeclaration(name: "a", origin: .parameter("server"), type: .string)),
    (
      "a: { from: $window.start, type: local_timestamp }",
      FieldDeclaration(name: "a", origin: .window(.start), type: .localTimestamp)
    ),
  ])
  func `a column specifies its source and inherits the rest from the catalog`(
    written: String, field: FieldDeclaration
  ) throws {
    let file = try TestPipeline(adding: "fields:\n  \(written)\n").read()
    #expect(file.fields == [field])
    #expect(file.warnings.isEmpty)
    #expect(file.schema == Schema(columns: [Column(name: field.name, type: field.type, isRequired: field.isRequired)]))
  }

  @Test func `a column keeps the alternative names of its field`() throws {
    let source = "report: wolkvox/chat_13"
    for written in ["channel", "[channel]", "chanel"] {
      let file = try TestPipeline(
        text: TestPipeline.base.replacing("report: wolkvox/agent_13_1", with: source)
          + "fields: { kind: { from: \(written) } }\n"
      ).read()
      let both: [FieldOrigin.KeyPath] = [.init(["channel"]), .init(["chanel"])]
      #expect(file.fields[0].origin == .record(written == "chanel" ? [both[1]] : both))
      #expect(file.warnings.isEmpty)
    }
  }

  @Test func `columns keep the order of the file`() throws {
    let file = try TestPipeline(adding: "fields: { z: ani, a: dnis, m: date }\n").read()
    #expect(file.fields.map(\.name) == ["z", "a", "m"])
  }

  @Test func `the default columns of a window report begin with its window`() throws {
    let file = try TestPipeline("agent_13_1", "chat_15").read()
    #expect(
      file.fields.prefix(3) == [
        FieldDeclaration(name: "window_start", origin: .window(.start), type: .timestamp),
        FieldDeclaration(name: "window_end", origin: .window(.end), type: .timestamp),
        FieldDeclaration(name: "window_date", origin: .window(.date), type: .date),
      ])
    #expect(file.fields.count == 9)
  }

  @Test func `a request report without fields has the columns of a receipt`() throws {
    let system = try TestCatalog(
      "grain: event\n    fields:\n      id: { type: integer }\n      at: { type: timestamp }\n", "grain: request\n"
    ).read()
    #expect(
      system.reports[0].defaultColumns.map(\.name)
        == ["window_start", "window_end", "window_date", "status", "requested_at"])
  }

  @Test func `an event report without fields requires fields in the pipeline`() throws {
    var pipeline = TestPipeline(
      "report: wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}",
      "report: acme/calls\n  catalog: acme.yaml\n  region: eu\n  key: ${TOKEN}")
    pipeline.files["acme.yaml"] =
      TestCatalog("    fields:\n      id: { type: integer }\n      at: { type: timestamp }\n", "").text
    #expect(
      pipeline.lines == [
        "calls.yaml:1:1: error: the catalog lists no fields of `acme/calls`; list the columns under `fields`"
      ])
    pipeline.text += "fields: { id: { type: integer } }\n"
    #expect(
      try pipeline.read().fields == [FieldDeclaration(name: "id", origin: .record([.init(["id"])]), type: .integer)])
  }
}
