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
    ("[\"a\tb\u{1}\"]", #"["a\tb\u0001"]"#), ("\"\u{8}\u{C}\r\n\u{1F}\"", #""\b\f\r\n\u001f""#),
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
