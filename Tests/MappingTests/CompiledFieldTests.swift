import Mapping
import Records
import TestSupport
import Testing

struct CompiledFieldTests {
  @Test(arguments: [
    (#""  a b  ""#, "a b"), (#""a""#, "a"), (#"""# + "\t\n\u{0B}\u{0C}\r a\r\n" + #"""#, "a"), (#""   ""#, ""),
    (#""""#, ""),
    (#""\n\ta\u0020\r\n""#, "a"), (#""\u000bé\u000C\f""#, "é"), (#""\u0020\n""#, ""), (#""a\\n""#, #"a\n"#),
    (#""\\\n""#, #"\"#), (#"" \"a\" ""#, #""a""#), (#""\b a \b""#, "\u{8} a \u{8}"),
    (#""\u00a0a\u00a0""#, "\u{A0}a\u{A0}"),
    (#""a\\u0020""#, #"a\u0020"#), (#""a\\\u0020""#, #"a\"#), (#""x\\\\t \t""#, #"x\\t"#), ("12", "12"),
  ])
  func `trim removes ASCII whitespace at both ends, escaped or not`(_ json: String, _ expected: String) throws {
    #expect(try OneColumn(.string, trim: true).outcome(json) == .text(expected))
  }

  @Test(arguments: [
    ("\"-\"", true), (#""\u002d""#, true), (#""""#, true), ("\" - \"", true), (#""\t-\n""#, true), ("\"--\"", false),
    ("0", true), ("\"0\"", true), ("0.0", false), ("false", true), ("true", false), (#""N\/A""#, true),
    (#""no \u00e9""#, true), ("\"no é\"", true), (#""no e""#, false), ("[]", false), ("{}", false),
    (#""\u0061\u0061\u0061\u0061\u0061""#, false),
  ])
  func `null_if compares the trimmed and unescaped text`(_ json: String, _ isNull: Bool) throws {
    let column = OneColumn(.string, nullIf: ["-", "", "0", "false", "N/A", "no é", "[]"], trim: true)
    #expect((try column.outcome(json) == .cell(.null)) == isNull)
  }

  @Test func `null_if compares untrimmed text without trim`() throws {
    let column = OneColumn(.string, nullIf: ["-"])
    #expect(try column.outcome("\"- \"") == .text("- "))
  }

  @Test func `the default replaces a value that is missing, null or became null`() throws {
    let column = OneColumn(.string, nullIf: ["-"], trim: true, defaultValue: "un\"known\\n")
    let mapped = try column.map([#"{}"#, #"{"v":null}"#, #"{"v":" - "}"#, #"{"v":""}"#, #"{"v":"x"}"#])
    let fallback = Cell.text("un\"known\\n")
    #expect(mapped.rows.cells() == [fallback, fallback, fallback, .text(""), .text("x")])
    #expect(mapped.rows.arena == Array("un\"known\\n".utf8), "the default is made once a batch")
  }

  @Test(arguments: [
    (ColumnType.integer, "5", Cell.integer(5)), (.decimal, "01.50", .text("1.50")), (.double, "0.5", .double(0.5)),
    (.boolean, "no", .boolean(false)), (.date, "1970-01-02", .integer(1)), (.seconds, "00:01:00", .integer(60)),
    (.timestamp, "1970-01-01 00:00:01", .integer(1_000_000)), (.localTimestamp, "1970-01-01", .integer(0)),
    (.json, "[ ]", .text("[]")), (.json, "none", .text(#""none""#)), (.json, "\u{1}\"", .text(#""\u0001\"""#)),
    (.string, "", .text("")),
  ])
  func `a default is cast like any text`(_ type: ColumnType, _ text: String, _ expected: Cell) throws {
    let mapped = try OneColumn(type, defaultValue: text).map([#"{}"#, #"{"v":null}"#])
    #expect(mapped.rows.cells() == [expected, expected])
  }

  @Test(arguments: [
    (ColumnType.integer, "the default `x` is not an integer"), (.decimal, "the default `x` is not a decimal number"),
  ])
  func `a default that does not cast is a bad value of the rows that need it`(
    _ type: ColumnType, _ reason: String
  ) throws {
    let mapped = try OneColumn(type, defaultValue: "x").map([#"{"v":1}"#, #"{}"#, #"{"v":null}"#])
    #expect(mapped.rows.rowCount == 1)
    #expect(mapped.rejects.map(\.index) == [1, 2])
    #expect(mapped.rejects.map(\.reason) == [reason, reason])
    #expect(mapped.rejects.map(\.value) == ["x", "x"])
  }

  @Test func `of alternatives the first one present and not null is used`() throws {
    let field = MappedField(column: Column(name: "v", type: .string), origin: .record(slots: [2, 0, 1]))
    var mapping = Mapping(fields: [field], rules: MappingRules(), zone: .utc)
    let records = [
      #"{"a":"a","b":"b","c":"c"}"#, #"{"a":"a","b":"b"}"#, #"{"a":null,"b":"b","c":null}"#, #"{"c":"","a":"a"}"#,
      #"{"b":null}"#, #"{}"#,
    ]
    let mapped = try mapping.apply(to: RawBatch(records, keys: ["a", "b", "c"]), constants: [])
    #expect(
      mapped.rows.cells() == [.text("c"), .text("a"), .text("b"), .text(""), .null, .null])
  }

  @Test func `a required value is neither missing nor null`() throws {
    let field = MappedField(
      column: Column(name: "v", type: .string, isRequired: true), origin: .record(slots: [0, 1]), nullIf: ["-"])
    var mapping = Mapping(fields: [field], rules: MappingRules(), zone: .utc)
    let records = [#"{"a":null}"#, #"{}"#, #"{"b":"b"}"#, #"{"c":1}"#, #"{"a":"-"}"#, #"{"a":null,"b":"c"}"#]
    let mapped = try mapping.apply(to: RawBatch(records, keys: ["a", "b"]), constants: [])
    #expect(mapped.rows.cells() == [.text("b"), .text("c")])
    #expect(mapped.rejects.map(\.index) == [0, 1, 3, 4])
    #expect(
      mapped.rejects.map(\.reason) == [
        "it is null, and the column is required", "the key is missing", "the key is missing",
        "it is null, and the column is required",
      ])
  }

  @Test(arguments: [ColumnType.string, .integer])
  func `a required column has no nulls, whatever the rule for bad values`(_ type: ColumnType) throws {
    let column = OneColumn(type, isRequired: true, badValues: .null)
    let mapped = try column.map([#"{"v":"7"}"#, #"{}"#, #"{"v":null}"#] + (type == .string ? [] : [#"{"v":"x"}"#]))
    #expect(mapped.rows.cells() == [type == .string ? .text("7") : .integer(7)])
    #expect(mapped.rejects.map(\.index) == (type == .string ? [1, 2] : [1, 2, 3]))
    #expect(mapped.nulledValues == 0)
    #expect(throws: MappingError.self) {
      try OneColumn(type, isRequired: true, badValues: .fail).map([#"{"v":null}"#])
    }
  }

  @Test(arguments: [ColumnType.string, .integer])
  func `the default of a required column replaces a null, not a missing key`(_ type: ColumnType) throws {
    let column = OneColumn(type, defaultValue: "1", isRequired: true)
    let mapped = try column.map([#"{}"#, #"{"v":null}"#])
    #expect(mapped.rows.cells() == [type == .string ? .text("1") : .integer(1)])
    #expect(mapped.rejects.map(\.reason) == ["the key is missing"])
  }
}
