import Records
import SchemaInference
import Testing

/// Types follow from all values of a field.
struct FieldInferenceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var values: [String]
    var type: ColumnType
    var nullIf: [String] = []
    var name = "v"
    var testDescription: String { "\(name): \(values.joined(separator: " "))" }
  }

  static let cases = [
    // Numbers.
    Case(values: ["1", "-20", "0"], type: .integer),
    Case(values: ["9223372036854775807", "-9223372036854775808"], type: .integer),
    Case(values: ["1", "9223372036854775808"], type: .string),
    Case(values: ["1", "2.5"], type: .double),
    Case(values: ["1e3", "2"], type: .double),
    Case(values: [#""12""#, #""-7""#, "3"], type: .integer),
    Case(values: [#""12.50""#, #""3""#], type: .decimal),
    Case(values: [#""12.50""#, "3.5"], type: .double),
    Case(values: [#""12""#, #""twelve""#], type: .string),
    Case(values: [#""+12""#], type: .string),
    Case(values: [#""12.""#], type: .string),
    Case(values: [#"" 12""#], type: .string),
    // Digits that are names.
    Case(values: [#""0912""#, #""44""#], type: .string),
    Case(values: [#""0""#, #""7""#], type: .integer),
    Case(values: [#""66081759290400123""#], type: .string),
    Case(values: [#""123456789012345""#], type: .integer),
    Case(values: [#""3051""#, #""-""#], type: .string, nullIf: ["-"], name: "skill_id"),
    Case(values: [#""3051""#, #""-""#], type: .string, nullIf: ["-"], name: "skillId"),
    Case(values: ["3051"], type: .integer, name: "skill_id"),
    Case(values: [#""12""#], type: .integer, name: "paid"),
    // Nothing.
    Case(values: [#""12""#, #""""#, #""-""#], type: .integer, nullIf: ["", "-"]),
    Case(values: [#""N/A""#, "4.5"], type: .double, nullIf: ["N/A"]),
    Case(values: [#""""#, #""Ana""#], type: .string),
    Case(values: [#""-""#], type: .string),
    Case(values: ["null", "null"], type: .string),
    // Truth.
    Case(values: ["true", "null", "false"], type: .boolean),
    Case(values: [#""true""#, #""false""#], type: .boolean),
    Case(values: ["true", "1"], type: .string),
    Case(values: [#""yes""#, #""no""#], type: .string),
    // Time.
    Case(values: [#""2026-10-01""#, #""2024-02-29""#], type: .date),
    Case(values: [#""2026-10-01""#, #""""#], type: .date, nullIf: [""]),
    Case(values: [#""2026-02-29""#], type: .string),
    Case(values: [#""2026-10-01 00:00:00""#, #""2026-10-01T05:00""#], type: .localTimestamp),
    Case(values: [#""2026-10-01 00:00:00""#, #""2026-10-02""#], type: .localTimestamp),
    Case(values: [#""2026-10-01T21:14:03.118Z""#, #""2026-10-01T05:00:00-05:00""#], type: .timestamp),
    Case(values: [#""2026-10-01T21:14:03Z""#, #""2026-10-01 21:14:03""#], type: .string),
    Case(values: [#""2026-10-01 09""#], type: .string),
    Case(values: [#""00:03:25""#, #""27:00:01""#, #""120:59:59""#], type: .seconds),
    Case(values: [#""00:60:00""#], type: .string),
    Case(values: [#""00:03""#], type: .string),
    // Structure.
    Case(values: [#"["a"]"#, "[]", "null"], type: .json),
    Case(values: [#"{"a":1}"#, #""text""#], type: .json),
    // Escapes are part of the writing, not of the value.
    Case(values: [#""\u0031\u0032""#], type: .integer),
  ]

  @Test(arguments: cases)
  func `a field's type is inferred from all its values`(_ example: Case) throws {
    let records = example.values.map { #"{"\#(example.name)": \#($0)}"# }.joined(separator: ",")
    let field = try #require(try proposal("[\(records)]").fields.first)
    #expect(field.type == example.type)
    #expect(field.nullIf == example.nullIf)
  }

  @Test func `a conflicting value is found even in the last of many records`() throws {
    let many = String(repeating: #"{"n": "7"},"#, count: 50_000)
    #expect(try proposal(#"{"data": [\#(many){"n": "8"}]}"#).fields[0].type == .integer)
    #expect(try proposal(#"{"data": [\#(many){"n": "x8"}]}"#).fields[0].type == .string)
  }

  @Test func `objects are expanded one level deep, and column names are unique`() throws {
    let response = try proposal(
      """
      [{"name": {"given": "Ana", "home": {"city": "Cali"}}, "name_given": 1, "Name_Given": 2, "tags": []},
       {"name": null, "$id": "x", "a.b": true}]
      """)
    #expect(
      response.fields.map { "\($0.name) <- \($0.path): \($0.type.rawValue)" } == [
        "name_given <- name.given: string", "name_home <- name.home: json", "name_given_2 <- name_given: integer",
        "Name_Given_3 <- Name_Given: integer", "tags <- tags: json", #"$id <- \$id: string"#, #"a.b <- a\.b: boolean"#,
      ])
    #expect(response.fields.map(\.emptyCount) == [1, 1, 1, 1, 1, 1, 1])
  }
}
