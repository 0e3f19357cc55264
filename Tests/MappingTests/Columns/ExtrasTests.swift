import Mapping
import Records
import TestSupport
import Testing

struct ExtrasTests {
  private func map(_ records: [String], badText: BadTextPolicy = .replace) throws -> MappedBatch {
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

  @Test func `U+0000 in unknown keys and values is replaced and counted once per record`() throws {
    let mapped = try map([#"{"k\u0000":"\u0000"}"#, #"{"a":1}"#])
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
