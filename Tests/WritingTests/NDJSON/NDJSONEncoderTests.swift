import Records
import Testing
import Writing

struct NDJSONEncoderTests {
  @Test func `a row is one object with its keys in the schema's order`() throws {
    let rows = TestRows(
      [
        ("s", .string), ("i", .integer), ("d", .decimal), ("f", .double), ("b", .boolean), ("day", .date),
        ("t", .timestamp), ("l", .localTimestamp), ("sec", .seconds), ("j", .json),
      ],
      [
        [
          .text("x"), .integer(-9_007_199_254_740_993), .text("12345678901234567890.10"), .double(12), .boolean(true),
          .integer(20_727), .integer(1_790_830_800_000_000), .integer(1_790_830_800_500_000), .integer(90_061),
          .text(#"{"a":[1,null]}"#),
        ],
        Array(repeating: .null, count: 10),
      ])
    let first =
      #"{"s":"x","i":-9007199254740993,"d":12345678901234567890.10,"f":12.0,"b":true,"day":"2026-10-01","#
      + #""t":"2026-10-01T05:00:00Z","l":"2026-10-01T05:00:00.5","sec":90061,"j":{"a":[1,null]}}"#
    let second =
      #"{"s":null,"i":null,"d":null,"f":null,"b":null,"day":null,"t":null,"l":null,"sec":null,"j":null}"#
    #expect(try rows.ndjson() == first + "\n" + second + "\n")
    let padded = try rows.encoded(by: NDJSONEncoder(rows.schema), padding: 40)
    #expect(String(decoding: padded, as: UTF8.self) == first + "\n" + second + "\n")
  }

  @Test(arguments: [
    ("plain", "plain"),
    ("", ""),
    ("a\"b", #"a\"b"#),
    ("a\\b", #"a\\b"#),
    ("a/b", "a/b"),
    ("\n\r\t\u{8}\u{C}", #"\n\r\t\b\f"#),
    ("\0\u{1}\u{B}\u{1F}", #"\u0000\u0001\u000b\u001f"#),
    ("\u{7F}\u{80}\u{2028}\u{FEFF}", "\u{7F}\u{80}\u{2028}\u{FEFF}"),
    ("ñandú 日本語 🎉", "ñandú 日本語 🎉"),
    ("exactly sixteen.\"", "exactly sixteen.\\\""),
    (
      "a long text whose only quote \" is after the first blocks",
      #"a long text whose only quote \" is after the first blocks"#
    ),
  ])
  func `text is escaped in one canonical way`(text: String, escaped: String) throws {
    #expect(try TestRows(.string, [.text(text)]).ndjson() == "{\"a\":\"\(escaped)\"}\n")
  }

  @Test(arguments: [
    (#"a\/b"#, "a/b"),
    (#"\u0061\u00e1\u20ac\ud83c\udf89"#, "aá€🎉"),
    (#"\u000a\u000D\u0009\u0008\u000c"#, #"\n\r\t\b\f"#),
    (#"\u0022\u005c\u002f"#, #"\"\\/"#),
    (#"\u0000\u001F"#, #"\u0000\u001f"#),
    (#"\"\\\n"#, #"\"\\\n"#),
    (#"\ud83c"#, "\u{FFFD}"),
  ])
  func `the same text has the same bytes with any escapes of the source`(source: String, escaped: String) throws {
    #expect(try TestRows(.string, [.escaped(source)]).ndjson() == "{\"a\":\"\(escaped)\"}\n")
  }

  @Test func `keys are escaped like text`() throws {
    let rows = TestRows([("a\"b", .integer), ("ñ\n", .integer)], [[.integer(1), .integer(2)]])
    #expect(try rows.ndjson() == #"{"a\"b":1,"ñ\n":2}"# + "\n")
  }

  @Test func `no rows give no bytes`() throws {
    #expect(try TestRows(.string, []).ndjson() == "")
  }
}
