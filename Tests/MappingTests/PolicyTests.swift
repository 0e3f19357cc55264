import Mapping
import Records
import TestSupport
import Testing

struct PolicyTests {
  private static let records = [
    #"{"id":"1","at":"2026-10-01 00:00:00","n":5}"#, #"{"id":"\ud800","at":"x","n":"y"}"#,
    #"{"id":"3","at":null,"n":"z\n"}"#,
    #"{"id":"4\q","at":"2026-10-02","n":7}"#,
  ]

  private func map(
    _ badValues: BadValuePolicy, badText: BadTextPolicy = .replace
  ) throws(MappingError) -> MappedBatch {
    let types: [(String, ColumnType)] = [("id", .string), ("at", .timestamp), ("n", .integer)]
    let fields = types.enumerated().map { slot, column in
      MappedField(column: Column(name: column.0, type: column.1), origin: .record(slots: [slot]))
    }
    var mapping = Mapping(fields: fields, rules: MappingRules(badValues: badValues, badText: badText), zone: .utc)
    return try mapping.apply(to: RawBatch(PolicyTests.records, keys: ["id", "at", "n"]), constants: [])
  }

  @Test func `quarantine rejects the complete row with its first bad field`() throws {
    let mapped = try map(.quarantine)
    #expect(mapped.rows.rowCount == 2)
    #expect(mapped.rows.cells(0) == [.text("1"), .text("4\u{FFFD}")])
    #expect(mapped.rows.cells(1) == [.integer(1_790_812_800_000_000), .integer(1_790_899_200_000_000)])
    #expect(mapped.rows.cells(2) == [.integer(5), .integer(7)])
    #expect(
      mapped.rejects == [
        Reject(
          record: Array(PolicyTests.records[1].utf8), field: "at", value: "x",
          reason: "`x` is not a date and time such as 2026-10-01 05:00:00", index: 1),
        Reject(
          record: Array(PolicyTests.records[2].utf8), field: "n", value: #"z\n"#,
          reason: #"`z\n` is not an integer"#, index: 2),
      ])
    #expect(mapped.replacedTexts == 1, "a text of a rejected row is not counted")
    #expect(mapped.nulledValues == 0)
  }

  @Test func `a rejected record, its value and its reason hold no secret`() throws {
    let column = OneColumn(.integer)
    var mapping = Mapping(fields: [column.field], rules: column.rules, zone: .utc)
    let secret = "s3cret/token"
    let long = String(repeating: "x", count: 55)
    let records = [#"{"v":"a s3cret\/token"}"#, #"{"v":"\#(long)s3cret/token"}"#, #"{"v":"x","u":"abc1"}"#]
    let mapped = try mapping.apply(
      to: RawBatch(records, keys: ["v"]), constants: [], redactor: SecretRedactor([secret, "abc1"]))
    #expect(
      mapped.rejects.map { String(decoding: $0.record, as: UTF8.self) } == [
        #"{"v":"a *************"}"#, #"{"v":"\#(long)************"}"#, #"{"v":"x","u":"****"}"#,
      ])
    #expect(mapped.rejects.map(\.value) == ["a ***", "\(long)***", "x"])
    #expect(
      mapped.rejects.map(\.reason) == [
        "`a ***` is not an integer", "`\(long)***` is not an integer", "`x` is not an integer",
      ])
  }

  @Test func `a value whose path leads by a name into an array is bad`() throws {
    var batch = RawBatch([#"{"v":[{"w":1}]}"#, #"{"v":null}"#], keys: ["v"])
    batch.values[0] = .missing(in: batch.values[0])
    batch.hasArraysOnPaths = true
    let mapped = try OneColumn(.string, defaultValue: "none").map(batch)
    #expect(
      mapped.rejects.map(\.reason) == [
        #"the path leads into the array `[{"w":1}]`, which needs an index, as in `a.0.b`"#
      ])
    #expect(mapped.rows.cells(0) == [.text("none")])
  }

  @Test func `null keeps the row and counts the values`() throws {
    let mapped = try map(.null)
    #expect(mapped.rejects.isEmpty)
    #expect(mapped.rows.rowCount == 4)
    #expect(mapped.rows.cells(1)[1] == .null)
    #expect(mapped.rows.cells(2) == [.integer(5), .null, .null, .integer(7)])
    #expect(mapped.nulledValues == 3)
    #expect(mapped.replacedTexts == 2)
  }

  @Test func `null values of rows rejected for their text are not counted`() throws {
    let mapped = try map(.null, badText: .quarantine)
    #expect(mapped.rejects.map(\.index) == [1, 3])
    #expect(mapped.rejects.map(\.field) == ["id", "id"])
    #expect(mapped.nulledValues == 1)
  }

  @Test func `fail reports the first bad record and its first bad field`() throws {
    let error = #expect(throws: MappingError.self) { try map(.fail) }
    #expect(
      error?.description
        == "record 2, column 'at': `x` is not a date and time such as 2026-10-01 05:00:00; "
        + "`rules.bad_values: quarantine` rejects such records instead")
    #expect(error?.rule == .badValues)
    let textError = #expect(throws: MappingError.self) { try map(.quarantine, badText: .fail) }
    #expect(textError?.rule == .badText)
    #expect(textError?.index == 1)
  }

  @Test func `the null flags are empty if no value is null`() throws {
    let mapped = try OneColumn(.integer).map([#"{"v":1}"#, #"{"v":"x"}"#, #"{"v":2}"#])
    guard case .integers(let values) = mapped.rows.columns[0] else {
      Issue.record("an integer column holds integers")
      return
    }
    #expect(values == FixedValues(values: [1, 2]))
  }

  @Test(arguments: ColumnType.allCases)
  func `an empty batch maps to no rows`(_ type: ColumnType) throws {
    let mapped = try OneColumn(type, defaultValue: "1").map([])
    #expect(mapped.rows.rowCount == 0)
    #expect(mapped.rows.cells() == [])
    #expect(mapped.rows.columns.count == 1)
  }

  @Test func `a batch's bytes are taken over unchanged`() throws {
    let batch = RawBatch([#"{"v":" a\n"}"#, #"{"v":"\ud800"}"#], keys: ["v"])
    let mapped = try OneColumn(.string, trim: true).map(batch)
    #expect(mapped.rows.received == batch.bytes)
    let sameStorage = batch.bytes.withUnsafeBufferPointer { before in
      mapped.rows.received.withUnsafeBufferPointer { before.baseAddress == $0.baseAddress }
    }
    #expect(sameStorage)
  }
}
