import Mapping
import Records
import TestSupport
import Testing

struct ConstantTests {
  private static let bogota = TimeZoneTransitions(identifier: "America/Bogota", transitions: [], offsets: [-5 * 3_600])
  private static let instant = Instant("2026-10-01T03:00:00Z")!
  private static let day = CalendarDay("2026-10-01")!

  private func map(
    _ constant: ConstantValue, to type: ColumnType, nullIf: [String] = [], defaultValue: String? = nil,
    rows: Int = 2, badValues: BadValuePolicy = .quarantine
  ) throws -> MappedBatch {
    let field = MappedField(
      column: Column(name: "c", type: type), origin: .constant(index: 1), nullIf: nullIf, defaultValue: defaultValue)
    var mapping = Mapping(fields: [field], rules: MappingRules(badValues: badValues), zone: ConstantTests.bogota)
    let batch = RawBatch(Array(repeating: "{}", count: rows), keys: [])
    return try mapping.apply(to: batch, constants: [.null, constant])
  }

  @Test(arguments: [
    (ConstantValue.instant(instant), ColumnType.timestamp, Cell.integer(1_790_823_600_000_000)),
    (.instant(instant), .localTimestamp, .integer(1_790_805_600_000_000)),
    (.instant(instant), .string, .text("2026-10-01T03:00:00Z")), (.instant(instant), .date, .integer(20_726)),
    (.instant(instant), .json, .text(#""2026-10-01T03:00:00Z""#)),
    (.day(day), .date, .integer(20_727)), (.day(day), .string, .text("2026-10-01")),
    (.day(day), .timestamp, .integer(1_790_830_800_000_000)),
    (.day(day), .localTimestamp, .integer(1_790_812_800_000_000)),
    (.text("a\"\\\n\u{1}é"), .string, .text("a\"\\\n\u{1}é")),
    (.text("a\"\\\n\u{1}é"), .json, .text(#""a\"\\\n\u0001é""#)),
    (.text("007"), .integer, .integer(7)), (.text("1.50e1"), .decimal, .text("15.0")),
    (.text("12"), .decimal, .text("12")),
    (.text("0.5"), .double, .double(0.5)), (.text("yes"), .boolean, .boolean(true)), (.text(""), .string, .text("")),
    (.json(kind: .number, Array("12".utf8)), .integer, .integer(12)),
    (.json(kind: .number, Array("1e2".utf8)), .string, .text("1e2")),
    (.json(kind: .string, Array(#""a\u00e9""#.utf8)), .string, .text("aé")),
    (.json(kind: .true, Array("true".utf8)), .boolean, .boolean(true)),
    (.json(kind: .array, Array("[ 1 ]".utf8)), .json, .text("[1]")),
    (.json(kind: .array, Array("[1]".utf8)), .json, .text("[1]")),
    (.json(kind: .string, Array(#""é""#.utf8)), .json, .text(#""é""#)),
    (.json(kind: .object, Array(#"{"a": 1}"#.utf8)), .string, .text(#"{"a":1}"#)),
    (.json(kind: .null, Array("null".utf8)), .integer, .null), (.null, .string, .null), (.null, .double, .null),
    (.json(kind: .missing, []), .string, .null),
  ])
  func `a constant is cast once and repeated`(_ constant: ConstantValue, _ type: ColumnType, _ expected: Cell) throws {
    #expect(try map(constant, to: type, rows: 3).rows.cells() == [expected, expected, expected])
    #expect(try map(constant, to: type, rows: 0).rows.cells() == [])
  }

  @Test func `nulls and defaults apply to constants`() throws {
    #expect(
      try map(.text("-"), to: .string, nullIf: ["-"], defaultValue: "none").rows.cells() == [
        .text("none"), .text("none"),
      ])
    #expect(try map(.null, to: .integer, defaultValue: "5").rows.cells() == [.integer(5), .integer(5)])
  }

  @Test func `a bad constant is a bad value of every row`() throws {
    let mapped = try map(.json(kind: .number, Array("1.5".utf8)), to: .integer)
    #expect(mapped.rows.rowCount == 0)
    #expect(mapped.rejects.map(\.reason) == ["`1.5` is not an integer", "`1.5` is not an integer"])
    #expect(mapped.rejects.map(\.index) == [0, 1])
    let nulled = try map(.text("x"), to: .seconds, badValues: .null)
    #expect(nulled.rows.cells() == [.null, .null])
    #expect(nulled.nulledValues == 2)
  }

  @Test func `bad text of a constant is replaced and counted for every row`() throws {
    let mapped = try map(.json(kind: .string, Array(#""\ud800""#.utf8)), to: .string)
    #expect(mapped.rows.cells() == [.text("\u{FFFD}"), .text("\u{FFFD}")])
    #expect(mapped.replacedTexts == 2)
  }
}
