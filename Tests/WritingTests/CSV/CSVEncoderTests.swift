import Records
import TestSupport
import Testing
import Writing

struct CSVEncoderTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("", "\"\""),
    (" ", "\" \""),
    ("\t", "\"\t\""),
    (" both ends ", "\" both ends \""),
    (" start", "\" start\""),
    ("end ", "\"end \""),
    ("\tstart", "\"\tstart\""),
    ("end\t", "\"end\t\""),
    ("\u{B}form\u{C}", "\u{B}form\u{C}"),
    ("\u{A0}no-break\u{A0}", "\u{A0}no-break\u{A0}"),
    ("a long text with its only blank at the end, behind the blocks ", nil),
    ("a,b", "\"a,b\""),
    ("say \"no\"", "\"say \"\"no\"\"\""),
    ("\"", "\"\"\"\""),
    ("two\nlines", "\"two\nlines\""),
    ("carriage\rreturn", "\"carriage\rreturn\""),
    ("both\r\n", "\"both\r\n\""),
    ("tab\tstays", "tab\tstays"),
    ("semi;colon|bar", "semi;colon|bar"),
    ("\\.", "\"\\.\""),
    ("\\.x", "\"\\.x\""),
    ("\\N", "\"\\N\""),
    ("\\", "\"\\\""),
    ("back\\slash", "\"back\\slash\""),
    ("0042", "0042"),
    ("=1+1", "=1+1"),
    ("nul\0byte", "nul\0byte"),
    ("\u{1}\u{1F}\u{7F}", "\u{1}\u{1F}\u{7F}"),
    ("\u{FEFF}mark", "\u{FEFF}mark"),
    ("ñandú 日本語 🎉", "ñandú 日本語 🎉"),
    ("'apostrophe'", "'apostrophe'"),
    ("exactly sixteen.", "exactly sixteen."),
    ("exactly sixteen., and more", "\"exactly sixteen., and more\""),
    ("a long text with its only comma far behind the first blocks, here", nil),
  ])
  func `quotes are written exactly where a reader needs them`(text: String, field: String?) throws {
    let field = field ?? "\"\(text)\""
    let rows = TestRows([("a", .string), ("b", .string)], [[.text(text), .text("x")], [.text("y"), .text(text)]])
    #expect(try rows.csv() == "\(field),x\ny,\(field)\n")
    let padded = try rows.encoded(by: CSVEncoder(rows.schema, CSVDialect(header: false)), padding: 40)
    #expect(String(decoding: padded, as: UTF8.self) == "\(field),x\ny,\(field)\n")
  }

  @Test(arguments: [
    (#"a\nb"#, "\"a\nb\""),
    (#"a\r\nb"#, "\"a\r\nb\""),
    (#"\"quoted\""#, "\"\"\"quoted\"\"\""),
    (#"a\/b"#, "a/b"),
    (#"\\"#, "\"\\\""),
    (#"\\."#, "\"\\.\""),
    (#"\\n"#, "\"\\n\""),
    (#"\b\f\t"#, "\"\u{8}\u{C}\t\""),
    (#"\u0020x"#, "\" x\""),
    (#"x\t\u00e9"#, "x\t\u{E9}"),
    (#"\tx"#, "\"\tx\""),
    (#"x \u005c"#, "\"x \\\""),
    (#"\u00e1rea"#, "área"),
    (#"\u00E1\u20AC"#, "á€"),
    (#"\ud83c\udf89!"#, "🎉!"),
    (#"\u0000"#, "\0"),
    (#"\u002c"#, "\",\""),
    (#"\u0022"#, "\"\"\"\""),
    (#"\u005c."#, "\"\\.\""),
    (#"plain, then \u0022 and \n"#, "\"plain, then \"\" and \n\""),
    (#"caf\u00e9, caf\u00e9"#, "\"café, café\""),
    (#"\u00e9 and only then a comma, late"#, "\"é and only then a comma, late\""),
    (#"\ud83d alone"#, "\u{FFFD} alone"),
    (#"\ud83d\u0041"#, "\u{FFFD}A"),
    (#"\udf89"#, "\u{FFFD}"),
    (#"cut \u12"#, "cut \u{FFFD}12"),
    (#"end \"#, "\"end \\\""),
    (#"\é"#, "\"\\é\""),
    (#"\x"#, "x"),
  ])
  func `escapes are resolved`(source: String, field: String) throws {
    let rows = TestRows([("a", .string), ("b", .integer)], [[.escaped(source), .integer(1)]])
    #expect(try rows.csv() == "\(field),1\n")
  }

  @Test func `null is empty and empty text is quoted`() throws {
    let rows = TestRows(
      [("a", .string), ("b", .integer), ("c", .string), ("d", .boolean)],
      [[.null, .null, .text(""), .null], [.text("x"), .integer(0), .null, .boolean(false)]])
    #expect(try rows.csv() == ",,\"\",\nx,0,,false\n")
  }

  @Test func `a null of a single column does not become an empty line`() throws {
    let rows = TestRows(.string, [.text("x"), .null, .text("")])
    #expect(try rows.csv() == "x\n\"\"\n\"\"\n")
    #expect(try rows.csv(CSVDialect(header: false, nullText: "NULL")) == "x\nNULL\n\"\"\n")
    #expect(try TestRows(.integer, [.null, .integer(1)]).csv() == "\"\"\n1\n")
  }

  @Test func `a value of any type that equals the null text is quoted`() throws {
    let rows = TestRows(
      [("a", .string), ("b", .integer), ("c", .decimal), ("d", .boolean)],
      [
        [.text("-1"), .integer(-1), .text("-1"), .null],
        [.text("-1 "), .integer(-10), .text("-1.0"), .boolean(true)],
      ])
    #expect(
      try rows.csv(CSVDialect(header: false, nullText: "-1")) == "\"-1\",\"-1\",\"-1\",-1\n\"-1 \",-10,-1.0,true\n")
    let flags = TestRows(.boolean, [.boolean(true), .boolean(false), .null])
    #expect(try flags.csv(CSVDialect(header: false, nullText: "true")) == "\"true\"\nfalse\ntrue\n")
  }

  @Test func `an escaped value that equals the null text is quoted`() throws {
    let rows = TestRows([("a", .string), ("b", .string)], [[.escaped(#"\u004eULL"#), .null]])
    #expect(try rows.csv(CSVDialect(header: false, nullText: "NULL")) == "\"NULL\",NULL\n")
  }

  @Test func `the header has the column names, quoted like any text`() throws {
    let columns: [(String, ColumnType)] = [("id", .string), ("a,b", .integer), ("say \"x\"", .json), ("=f", .date)]
    let rows = TestRows(columns, [])
    #expect(try rows.csv(CSVDialect()) == "id,\"a,b\",\"say \"\"x\"\"\",=f\n")
    #expect(try rows.csv(CSVDialect(escapeFormulas: true)) == "id,\"a,b\",\"say \"\"x\"\"\",'=f\n")
    #expect(try rows.csv() == "")
  }

  @Test func `lines have the dialect's ending`() throws {
    let rows = TestRows([("a", .string), ("b", .string)], [[.text("x\ny"), .null]])
    #expect(try rows.csv(CSVDialect(lineEnding: .crlf)) == "a,b\r\n\"x\ny\",\r\n")
  }

  @Test(arguments: [";", "\t", "|", "-", "1", "T", "."])
  func `any delimiter separates fields`(delimiter: String) throws {
    let byte = try #require(delimiter.utf8.first)
    let rows = TestRows(
      [("a", .string), ("b", .timestamp), ("c", .double), ("d", .string), ("e", .integer)],
      [[.text("x\(delimiter)y"), .integer(1_790_830_800_000_000), .double(0.5), .text("z"), .integer(-13)]])
    let text = try rows.csv(CSVDialect(delimiter: byte, header: false))
    let fields = try ReferenceCSV(delimiter: byte).lines(of: Array(text.utf8))
    #expect(fields.map { $0.map(\.text) } == [["x\(delimiter)y", "2026-10-01T05:00:00Z", "0.5", "z", "-13"]])
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"),
    ("+1", "'+1"),
    ("-1", "'-1"),
    ("@sum", "'@sum"),
    ("\tx", "'\tx"),
    ("\rx", "\"'\rx\""),
    ("\n=1", "\"'\n=1\""),
    ("＝1+1", "'＝1+1"),
    ("＋1", "'＋1"),
    ("－1", "'－1"),
    ("＠sum", "'＠sum"),
    ("ＡB", "ＡB"),
    ("\u{FEFF}", "\u{FEFF}"),
    ("=a,b", "\"'=a,b\""),
    ("=\"a\"", "\"'=\"\"a\"\"\""),
    ("x=1", "x=1"),
    ("", "\"\""),
    ("-", "'-"),
  ])
  func `formulas are escaped with escape_formulas`(text: String, field: String) throws {
    let rows = TestRows(
      [("a", .string), ("b", .integer), ("c", .decimal), ("d", .json)],
      [[.text(text), .integer(-1), .text("-1.5"), .text("-2")]])
    #expect(try rows.csv(CSVDialect(header: false, escapeFormulas: true)) == "\(field),-1,-1.5,-2\n")
  }

  @Test func `an escape may hide the start of a formula`() throws {
    let rows = TestRows([("a", .string), ("b", .string)], [[.escaped(#"\u003d1"#), .escaped(#"\tx\n"#)]])
    #expect(try rows.csv(CSVDialect(header: false, escapeFormulas: true)) == "'=1,\"'\tx\n\"\n")
  }

  @Test func `an apostrophe delimiter is quoted when it escapes a formula`() throws {
    let rows = TestRows([("a", .string), ("b", .string)], [[.text("=1"), .text("x")]])
    let format = CSVDialect(delimiter: UInt8(ascii: "'"), header: false, escapeFormulas: true)
    #expect(try rows.csv(format) == "\"'=1\"'x\n")
  }

  @Test func `JSON columns are quoted as text`() throws {
    let rows = TestRows(
      [("a", .json), ("b", .json), ("c", .json)], [[.text(#"{"k":"a\nb"}"#), .text("[1]"), .text(#"["a\u0041"]"#)]])
    #expect(try rows.csv() == #""{""k"":""a\nb""}",[1],"[""a\u0041""]""# + "\n")
  }

  @Test(arguments: [10, 13, 34, 0, 225] as [UInt8])
  func `an invalid delimiter is rejected`(delimiter: UInt8) {
    let error = #expect(throws: CSVDialectError.self) {
      try CSVEncoder(Schema(columns: []), CSVDialect(delimiter: delimiter))
    }
    let reason = "byte \(delimiter) cannot separate fields; use an ASCII character that is not a quote or line break"
    #expect(error?.description == "cannot write CSV: \(reason)")
  }

  @Test(arguments: [("a,b", "a,b"), ("\"", "\""), ("a\n", "a"), ("\r\n", "")])
  func `an invalid null text is rejected`(text: String, shown: String) {
    let error = #expect(throws: CSVDialectError.self) {
      try CSVEncoder(Schema(columns: []), CSVDialect(nullText: text))
    }
    let reason = "contains a delimiter, quote or line break, so that it would not be read as null; use another text"
    #expect(error?.description == "cannot write CSV: the null text '\(shown)' \(reason)")
  }
}
