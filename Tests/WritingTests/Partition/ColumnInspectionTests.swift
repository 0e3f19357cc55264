import Records
import Storage
import SystemPackage
import TestSupport
import Testing
import Writing

/// The columns at the beginning of CSV and NDJSON files, compared with expected ones.
struct ColumnInspectionTests {
  private func error(
    _ text: String, _ names: [String], _ format: CSVDialect? = CSVDialect()
  ) throws -> String? {
    let files = MemoryFileStore()
    try files.replaceFile("/file", with: Array(text.utf8), mode: .shared)
    var inspection = try ColumnInspection(files.open("/file"), isGzip: false)
    let columns = names.map { Column(name: $0, type: .string) }
    guard let format else { return try inspection.ndjsonError(columns: columns) }
    return try inspection.csvError(columns: columns, format: format)
  }

  @Test func `the header of CSV is compared by name and order, in any dialect`() throws {
    #expect(try error("id,note\n1,2\n", ["id", "note"]) == nil)
    #expect(try error("id,note", ["id", "note"]) == nil)
    #expect(try error("id;note\r\n1;2\r\n", ["id", "note"]) == nil)
    #expect(try error("id\tnote\n", ["id", "note"]) == nil)
    #expect(try error("'=id,note\n", ["=id", "note"]) == nil)
    #expect(try error("\"a,\"\"b\"\"\",\"two\nlines\",ñ\n", ["a,\"b\"", "two\nlines", "ñ"]) == nil)
    #expect(try error("1,2\n", ["id", "note"], CSVDialect(header: false)) == nil)
    #expect(try error("id^note\n", ["id", "note"], CSVDialect(delimiter: UInt8(ascii: "^"))) == nil)
    #expect(try error("note,id\n", ["id", "note"]) == "has the column `note` in its header; expected `id`")
    #expect(try error("id,note,at\n", ["id", "note"]) == "has 3 columns in its header; expected 2")
    #expect(try error("", ["id"]) == "has 0 columns in its header; expected 1")
    #expect(try error("a\u{1B}[31m,b\n", ["a", "b"]) == "has the column `a\\u001b[31m` in its header; expected `a`")
  }

  @Test func `the keys of NDJSON are those of the first line's object`() throws {
    let line = #"{"id":{"x":[1,{"y":"}"}],"z":"\""},"no\te":",\"a\":","ñ":null}"# + "\n"
    #expect(try error(line + #"{"other":1}"#, ["id", "no\te", "ñ"], nil) == nil)
    #expect(
      try error(line, ["id", "note", "ñ"], nil) == "has the column `no\\te` in its first line; expected `note`")
    #expect(try error(line, ["id"], nil) == "has 3 columns in its first line; expected 1")
    #expect(try error("{}\n{\"a\":1}\n", ["a"], nil) == "has 0 columns in its first line; expected 1")
    #expect(try error("not JSON\n", ["a"], nil) == "has 0 columns in its first line; expected 1")
  }
}
