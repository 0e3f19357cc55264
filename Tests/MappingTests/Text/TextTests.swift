import Mapping
import Records
import TestSupport
import Testing

struct TextTests {
  @Test func `received text is referenced, not copied`() throws {
    let records = [
      #"{"v":"plain"}"#, #"{"v":"a\n\u00e9\ud83d\ude00\/\""}"#, #"{"v":"é😀"}"#, #"{"v":-12.50e3}"#, #"{"v":true}"#,
    ]
    let mapped = try OneColumn(.string).map(records)
    #expect(mapped.rows.arena.isEmpty)
    #expect(mapped.replacedTexts == 0)
    #expect(
      mapped.rows.cells() == [
        .text("plain"), .text("a\né😀/\""), .text("é😀"), .text("-12.50e3"), .text("true"),
      ])
  }

  /// The raw content of a string, the resulting text, and the reason why it is bad.
  struct BadText: CustomTestStringConvertible {
    var raw: [UInt8]
    var mended: String
    var reason: String

    init(_ raw: [UInt8], _ mended: String, _ reason: String = "the text is not valid UTF-8") {
      self.raw = raw
      self.mended = mended
      self.reason = reason
    }

    init(_ raw: String, _ mended: String, _ reason: String) {
      self.init(Array(raw.utf8), mended, reason)
    }

    var testDescription: String { mended }
  }

  static let surrogate = "the text has an unpaired surrogate"
  static let escape = "the text has an invalid JSON escape"

  static let badTexts = [
    BadText([0x61, 0xFF, 0x62], "a\u{FFFD}b"), BadText([0x80], "\u{FFFD}"), BadText([0xBF, 0xBF], "\u{FFFD}\u{FFFD}"),
    // Overlong forms: none of their bytes begins a sequence.
    BadText([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), BadText([0xE0, 0x80, 0xAF], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    BadText([0xF0, 0x80, 0x80, 0xAF], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), BadText([0xC1, 0xBF], "\u{FFFD}\u{FFFD}"),
    // Surrogates in UTF-8, and beyond U+10FFFF.
    BadText([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    BadText([0xED, 0xBF, 0xBF, 0x41], "\u{FFFD}\u{FFFD}\u{FFFD}A"),
    BadText([0xF4, 0x91, 0x92, 0x93], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), BadText([0xF5, 0x41], "\u{FFFD}A"),
    // Truncated sequences: one replacement for the longest part that could begin one.
    BadText([0xE1, 0x80], "\u{FFFD}"), BadText([0xE1, 0x80, 0x41], "\u{FFFD}A"), BadText([0xC3], "\u{FFFD}"),
    BadText([0xF0, 0x9F, 0x98], "\u{FFFD}"), BadText([0xF1, 0xBF, 0x41], "\u{FFFD}A"),
    BadText([0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A"),
    BadText([0xC3, 0xA9, 0xC3], "é\u{FFFD}"), BadText(Array("123456789é".utf8) + [0xE9], "123456789é\u{FFFD}"),
    BadText(#"\ud83d"#, "\u{FFFD}", surrogate), BadText(#"\ude00"#, "\u{FFFD}", surrogate),
    BadText(#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}", surrogate), BadText(#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀", surrogate),
    BadText(#"\ud83dx\ude00"#, "\u{FFFD}x\u{FFFD}", surrogate), BadText(#"\ud83d\n"#, "\u{FFFD}\n", surrogate),
    BadText(#"a\ud83d\u0041"#, "a\u{FFFD}A", surrogate), BadText(#"\ud83d\u12"#, "\u{FFFD}\u{FFFD}", surrogate),
    BadText(#"a\qb"#, "a\u{FFFD}b", escape), BadText(#"\u12G4"#, "\u{FFFD}G4", escape),
    BadText(#"\u"#, "\u{FFFD}", escape),
    BadText(#"\u004"#, "\u{FFFD}", escape), BadText(#"\é"#, "\u{FFFD}é", escape),
    BadText(#"\U0041"#, "\u{FFFD}0041", escape),
    BadText(#"\n\x41"#, "\n\u{FFFD}41", escape), BadText(Array(#"\n"#.utf8) + [0xFF], "\n\u{FFFD}"),
  ]

  @Test(arguments: badTexts)
  func `bad parts of a text are replaced one by one`(_ text: BadText) throws {
    let column = OneColumn(.string)
    let record = Array(#"{"v":""#.utf8) + text.raw + Array(#""}"#.utf8)
    let mapped = try column.map(RawBatch(bytes: [record, Array(#"{"v":"é"}"#.utf8)], keys: ["v"]))
    #expect(mapped.rows.cells() == [.text(text.mended), .text("é")])
    #expect(mapped.replacedTexts == 1)
    #expect(ReferenceString.unescaped(text.raw).isBad)
    #expect(String(decoding: ReferenceString.unescaped(text.raw).bytes, as: UTF8.self) == text.mended)
  }

  @Test(arguments: badTexts)
  func `bad text may reject its row`(_ text: BadText) throws {
    let record = Array(#"{"v":""#.utf8) + text.raw + Array(#""}"#.utf8)
    let batch = RawBatch(bytes: [record, Array(#"{"v":"é"}"#.utf8)], keys: ["v"])
    for type in [ColumnType.string, .json] {
      let mapped = try OneColumn(type, badText: .quarantine).map(batch)
      #expect(
        mapped.rejects == [
          Reject(record: record, field: "v", value: mapped.rejects[0].value, reason: text.reason, index: 0)
        ])
      #expect(mapped.rejects[0].value?.unicodeScalars.contains("\u{FFFD}") == true)
      #expect(mapped.rows.rowCount == 1)
      #expect(mapped.replacedTexts == 0)
    }
  }

  @Test(arguments: badTexts)
  func `bad text in JSON is replaced and the JSON remains valid`(_ text: BadText) throws {
    let quoted = [UInt8(ascii: "\"")] + text.raw + [UInt8(ascii: "\"")]
    let value = Array("[".utf8) + quoted + Array(", 1]".utf8)
    let mapped = try OneColumn(.json).map(
      RawBatch(bytes: [Array(#"{"v":"#.utf8) + value + Array("}".utf8)], keys: ["v"]))
    #expect(mapped.replacedTexts == 1)
    guard case .text(let json) = mapped.rows.cell(0, 0) else {
      Issue.record("no text")
      return
    }
    let content = ReferenceString.unescaped(Array(json.utf8.dropFirst(2).dropLast(4)))
    #expect(!content.isBad)
    #expect(String(decoding: content.bytes, as: UTF8.self) == text.mended)
    #expect(json.hasSuffix("\",1]"))
  }

  @Test func `bad text may fail the mapping with field and record`() throws {
    let batch = RawBatch([#"{"v":"a"}"#, #"{"v":"x\ud800"}"#, #"{"v":"\q"}"#], keys: ["v"])
    let error = #expect(throws: MappingError.self) { try OneColumn(.string, badText: .fail).map(batch) }
    #expect(
      error?.description
        == "record 2, column 'v': the text has an unpaired surrogate; `rules.bad_text: quarantine` rejects such records instead"
    )
    #expect(error?.value == "x\u{FFFD}")
    #expect(error?.index == 1)
  }

  @Test func `raw control characters are text`() throws {
    let batch = RawBatch(bytes: [Array("{\"v\":\"a\u{1}\n\u{1F}b\"}".utf8)], keys: ["v"])
    let mapped = try OneColumn(.string, badText: .fail).map(batch)
    #expect(mapped.rows.cells() == [.text("a\u{1}\n\u{1F}b")])
    #expect(mapped.rows.arena.isEmpty)
  }

  /// Records with U+0000 as an escape and as a byte: in text, next to other escapes, in arrays, keys and strings of
  /// JSON.
  static let withNUL = RawBatch(
    bytes: [
      Array(#"{"v":"a\u0000b"}"#.utf8), Array("{\"v\":\"a\u{0}b\"}".utf8), Array("{\"v\":\"é\\n\u{0}\"}".utf8),
      Array(#"{"v":["x\u0000"]}"#.utf8), Array("{\"v\":{\"k\u{0}\":\"\u{0}\"}}".utf8), Array(#"{"v":"\\u0000"}"#.utf8),
      Array(#"{"v":"0"}"#.utf8),
    ], keys: ["v"])

  @Test func `U+0000 is bad text that is replaced and counted`() throws {
    let mapped = try OneColumn(.string).map(TextTests.withNUL)
    #expect(
      mapped.rows.cells() == [
        .text("a\u{FFFD}b"), .text("a\u{FFFD}b"), .text("é\n\u{FFFD}"), .text("[\"x\u{FFFD}\"]"),
        .text("{\"k\u{FFFD}\":\"\u{FFFD}\"}"), .text(#"\u0000"#), .text("0"),
      ])
    #expect(mapped.replacedTexts == 5)
    let joined = try OneColumn(.string, join: ";").map(TextTests.withNUL)
    #expect(joined.rows.cells()[3] == .text("x\u{FFFD}"))
    #expect(joined.replacedTexts == 5)
    let json = try OneColumn(.json).map(TextTests.withNUL)
    #expect(
      json.rows.cells() == [
        .text("\"a\u{FFFD}b\""), .text("\"a\u{FFFD}b\""), .text("\"é\\n\u{FFFD}\""), .text("[\"x\u{FFFD}\"]"),
        .text("{\"k\u{FFFD}\":\"\u{FFFD}\"}"), .text(#""\\u0000""#), .text("\"0\""),
      ])
    #expect(json.replacedTexts == 5)
  }

  @Test(arguments: [ColumnType.string, .json])
  func `U+0000 may reject its row`(_ type: ColumnType) throws {
    let mapped = try OneColumn(type, badText: .quarantine).map(TextTests.withNUL)
    #expect(mapped.rejects.map(\.index) == [0, 1, 2, 3, 4])
    #expect(Set(mapped.rejects.map(\.reason)) == ["the text contains U+0000"])
    #expect(mapped.rows.rowCount == 2)
  }

  @Test func `U+0000 may be kept`() throws {
    let mapped = try OneColumn(.string, badText: .fail, keepsNUL: true).map(TextTests.withNUL)
    #expect(
      mapped.rows.cells() == [
        .text("a\0b"), .text("a\0b"), .text("é\n\0"), .text(#"["x\u0000"]"#), .text(#"{"k\u0000":"\u0000"}"#),
        .text(#"\u0000"#), .text("0"),
      ])
    #expect(mapped.replacedTexts == 0)
    let json = try OneColumn(.json, badText: .fail, keepsNUL: true).map(TextTests.withNUL)
    #expect(json.rows.cells()[0] == .text(#""a\u0000b""#))
    #expect(json.rows.cells()[4] == .text(#"{"k\u0000":"\u0000"}"#))
  }

  @Test func `U+0000 in a value for every row counts in every row`() throws {
    let field = MappedField(column: Column(name: "c", type: .string), origin: .constant(index: 0))
    var mapping = Mapping(fields: [field], rules: MappingRules(), zone: .utc)
    let mapped = try mapping.apply(to: TextTests.withNUL, constants: [.json(kind: .string, Array(#""a\u0000""#.utf8))])
    #expect(mapped.rows.cells() == Array(repeating: .text("a\u{FFFD}"), count: 7))
    #expect(mapped.replacedTexts == 7)
  }

  @Test func `bad text in a value that is cast makes a bad value`() throws {
    let outcome = try OneColumn(.integer).outcome(bytes: Array(#""1\ud800""#.utf8))
    #expect(outcome == .bad("`1\u{FFFD}` is not an integer"))
  }
}
