import Mapping
import Records
import TestSupport
import Testing

struct JSONTests {
  @Test(arguments: [
    (#"{"a":[1,2.50,{"b":"x\/\u00e9"}]}"#, nil), ("[]", nil), ("-0.0e+1", nil), ("true", nil), ("false", nil),
    (#""a\"b""#, nil), (#""""#, nil), (#""é""#, nil), ("[[[[1]]]]", nil),
    ("[ 1 , 2 ]", "[1,2]"), ("{ }", "{}"), ("{ \"a b\" :\t[ ] ,\r\n \"c\": null }", #"{"a b":[],"c":null}"#),
    (#"[" spaced , { out } "]"#, nil), (#"[ " \" [ " ]"#, #"[" \" [ "]"#),
    ("[\"a\tb\u{1}\"]", #"["a\tb\u0001"]"#), ("\"\u{0}\u{8}\u{C}\r\n\u{1F}\"", #""\u0000\b\f\r\n\u001f""#),
    ("\"é\n😀\"", #""é\n😀""#),
  ])
  func `json is compact and otherwise unchanged`(_ json: String, _ expected: String?) throws {
    let mapped = try OneColumn(.json).map([#"{"v":\#(json)}"#])
    #expect(mapped.rows.cells() == [.text(expected ?? json)])
    #expect(mapped.rows.arena.isEmpty == (expected == nil), "only what changes is copied")
    #expect(mapped.replacedTexts == 0)
  }

  @Test(arguments: [
    "[1 2]", "[1,]", "[,1]", "{\"a\"}", "{\"a\" 1}", "{1:2}", "[01]", "[1.]", "[+1]", "[.5]", "[1e]", "[-]", "[tru]",
    "[nul]",
    "[}", "{]", "[\"a\":1]", "{\"a\":1,}", "[Infinity]", "01", "-",
  ])
  func `what is not JSON inside is a bad value`(_ json: String) throws {
    #expect(try OneColumn(.json).outcome(json) == .bad("`\(json)` is not valid JSON"))
  }

  @Test func `excessive nesting is rejected safely`() throws {
    let json = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let reason = "`\(String(repeating: "[", count: 60))…` is not valid JSON"
    #expect(try OneColumn(.json).outcome(json) == .bad(reason))
    #expect(try OneColumn(.string, join: ",").outcome(json) == .bad(reason))
  }

  @Test func `a trimmed string keeps quotes around it in JSON`() throws {
    let mapped = try OneColumn(.json, nullIf: ["-"], trim: true).map([
      #"{"v":" a\"b\n"}"#, #"{"v":"x"}"#, #"{"v":" - "}"#, #"{"v":"  "}"#, #"{"v":" \"\" "}"#,
    ])
    #expect(
      mapped.rows.cells() == [.text(#""a\"b""#), .text(#""x""#), .null, .text(#""""#), .text(#""\"\"""#)])
  }

  @Test(arguments: [
    (#"{"a": 1, "b":"x\"y"}"#, #"{"a":1,"b":"x\"y"}"#), ("[ ]", "[]"), (#"["a",null]"#, #"["a",null]"#),
    ("[\"\u{1}\"]", #"["\u0001"]"#),
  ])
  func `objects and arrays become compact JSON text`(_ json: String, _ expected: String) throws {
    let mapped = try OneColumn(.string).map([#"{"v":\#(json)}"#])
    #expect(mapped.rows.cells() == [.text(expected)])
    guard case .text(let refs) = mapped.rows.columns[0] else { return }
    #expect(refs[0].isInArena && !refs[0].hasEscapes, "a plain received string has no quotes in it")
  }

  @Test(arguments: [
    (#"["a","b"]"#, "a;b"), ("[]", ""), (#"[""]"#, ""), (#"[null]"#, ""), (#"["a",null,"b"]"#, "a;;b"),
    (#"[ 1 , -2.50 ,true , false ]"#, "1;-2.50;true;false"), (#"["a\n\u00e9\"","é😀"]"#, "a\né\";é😀"),
    (#"[{"a": 1},[ 2, "x" ],"y"]"#, #"{"a":1};[2,"x"];y"#), (#"["a]\\","b,"]"#, #"a]\;b,"#),
    (#""plain""#, "plain"), (#"{"a": [1, 2]}"#, #"{"a":[1,2]}"#), ("7", "7"),
  ])
  func `join puts a separator between an array's elements`(_ json: String, _ expected: String) throws {
    #expect(try OneColumn(.string, join: ";").outcome(json) == .text(expected))
  }

  @Test func `bad text in joined elements is replaced and counted once`() throws {
    let mapped = try OneColumn(.string, join: ", ").map([#"{"v":["\ud800","\q",{"a":"\ud800"}]}"#])
    #expect(mapped.rows.cells() == [.text("\u{FFFD}, \u{FFFD}, {\"a\":\"\u{FFFD}\"}")])
    #expect(mapped.replacedTexts == 1)
    let column = OneColumn(.string, join: ", ", badText: .quarantine)
    #expect(try column.outcome(#"["a","\q"]"#) == .bad("the text has an invalid JSON escape"))
  }

  @Test(arguments: ["[1 2]", "[\"a\"\"b\"]", "[1,]", "[,]", "[nul]", "[01]"])
  func `join rejects values that are not arrays`(_ json: String) throws {
    #expect(try OneColumn(.string, join: ",").outcome(json) == .bad("`\(json)` is not valid JSON"))
  }

  @Test func `a value that quotes make too long for a reference is a bad value`() throws {
    let length = ValueRef.maximumLength - 1
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length + 2)
    var batch = RawBatch(
      bytes: bytes, recordCount: 1, width: 1, values: [ValueRef(kind: .string, offset: 1, length: length)],
      records: [ValueRef(kind: .object, offset: 0, length: 2)])
    batch.bytes[0] = UInt8(ascii: "\"")
    batch.bytes[length + 1] = UInt8(ascii: "\"")
    let mapped = try OneColumn(.json).map(batch)
    let start = String(repeating: "a", count: 60)
    #expect(mapped.rejects.map(\.reason) == ["`\(start)…` is longer than 64 MiB after conversion"])
  }

  @Test func `a bad value leaves no bytes in the arena`() throws {
    let mapped = try OneColumn(.json, badValues: .null).map([#"{"v":[ 1, 2 3]}"#, #"{"v":[ 1 ]}"#])
    #expect(mapped.rows.cells() == [.null, .text("[1]")])
    #expect(mapped.rows.arena == Array("[1]".utf8))
  }
}

struct ExtrasTests {
  private func map(_ records: [String], badText: MappingRules.BadTextPolicy = .replace) throws -> MappedBatch {
    let fields = [
      MappedField(column: Column(name: "v", type: .string), origin: .record(slots: [0])),
      MappedField(column: Column(name: "_extra", type: .json), origin: .extras),
    ]
    var mapping = Mapping(fields: fields, rules: MappingRules(badText: badText), zone: .utc)
    return try mapping.apply(to: RawBatch(records, keys: ["v"]), constants: [])
  }

  @Test func `unknown keys become one compact object per record`() throws {
    let mapped = try map([
      #"{"v":"a"}"#, #"{"z":1.50,"v":"b","a\"b": [ "x", null ],"n":null,"t":true}"#, #"{}"#, #"{"é":"\u00e9\n"}"#,
    ])
    #expect(
      mapped.rows.cells(1) == [
        .null, .text(#"{"z":1.50,"a\"b":["x",null],"n":null,"t":true}"#), .null, .text(#"{"é":"\u00e9\n"}"#),
      ])
    #expect(mapped.rows.cells(0) == [.text("a"), .text("b"), .null, .null])
  }

  @Test func `bad text in unknown keys and values is replaced and counted once per record`() throws {
    let mapped = try map([#"{"k\q":"\ud800"}"#, #"{"a":1}"#])
    #expect(mapped.rows.cells(1) == [.text("{\"k\u{FFFD}\":\"\u{FFFD}\"}"), .text(#"{"a":1}"#)])
    #expect(mapped.replacedTexts == 1)
  }

  @Test func `bad text in unknown keys may reject the row`() throws {
    let mapped = try map([#"{"a":"\ud800"}"#, #"{"a":1}"#], badText: .quarantine)
    #expect(mapped.rejects.map(\.field) == ["_extra"])
    #expect(mapped.rejects.map(\.reason) == ["the text has an unpaired surrogate"])
    #expect(mapped.rows.cells(1) == [.text(#"{"a":1}"#)])
  }

  @Test func `an unknown value that is not JSON is a bad value`() throws {
    let mapped = try map([#"{"a":[1 2]}"#])
    #expect(mapped.rejects.map(\.reason) == ["`[1 2]` is not valid JSON"])
  }
}
