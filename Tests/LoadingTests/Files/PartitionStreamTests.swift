import ConfigurationFiles
import Crypto
import Loading
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

struct PartitionStreamTests {
  private let files = MemoryFileStore()

  /// Places files and prints them one after another.
  private func printed(
    _ contents: [String], _ format: SinkFormat = .csv, csv: CSVDialect = CSVDialect(), labels: String? = "it's/"
  ) throws -> String {
    var stream = PartitionStream(sink: "/lake", files: files, format: format, csv: csv, labelPrefix: labels)
    var output: [UInt8] = []
    for (index, content) in contents.enumerated() {
      let hash = SHA256.hash(data: Array(content.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      try files.place(content, at: FilePath("/lake/\(index).\(format.rawValue)"))
      let item = try #require(PartitionStream.Item(written: "c\(index):\(hash):\(index).\(format.rawValue)"))
      try stream.print(item) { output += $0 }
    }
    return String(decoding: output, as: UTF8.self)
  }

  @Test func `every CSV record has its label, and only the first file has its header`() throws {
    let text = try printed(["a,b\n1,\"x\ny\"\n2,\"\"\"\n\"\"\"\n", "a,b\n3,\n"])
    #expect(
      text == "_tidemark_chunk,a,b\n\"it's/c0\",1,\"x\ny\"\n\"it's/c0\",2,\"\"\"\n\"\"\"\n\"it's/c1\",3,\n")
  }

  @Test func `delimiters, quotes in labels and files without a header are respected`() throws {
    let text = try printed(["1;2\n"], csv: CSVDialect(delimiter: UInt8(ascii: ";"), header: false), labels: "a\"b/")
    #expect(text == "\"a\"\"b/c0\";1;2\n")
  }

  @Test func `lines that psql takes for the end of the data are written in another way`() throws {
    let text = try printed(["a\n\"\\.\n\\.\n\\.\r\n\\.x\n\\.\"\n\\.\n"], labels: nil)
    #expect(text == "a\n\"\\.\n\\\".\"\n\\\".\"\r\n\\.x\n\\.\"\n\\\".\"\n")
  }

  @Test func `every NDJSON line has its label`() throws {
    #expect(try printed(["{}\n{\"a\":1}\n"], .ndjson) == "it's/c0\u{2}{}\nit's/c0\u{2}{\"a\":1}\n")
    #expect(try printed(["{}\n"], .ndjson, labels: nil) == "{}\n")
  }

  @Test func `records beyond the size of a block are not changed`() throws {
    let long = "\"" + String(repeating: "x\n\\.\n\"\"", count: 100_000) + "\""
    let text = try printed(["a\n1\n\(long)\n2\n"])
    #expect(
      text
        == "_tidemark_chunk,a\n\"it's/c0\",1\n\"it's/c0\",\(long.replacing("\n\\.\n", with: "\n\\\".\"\n"))\n\"it's/c0\",2\n"
    )
  }

  @Test func `a file with other bytes is an error that names it`() throws {
    try files.place("a\n2\n", at: "/lake/x.csv")
    var stream = PartitionStream(sink: "/lake", files: files, format: .csv, csv: CSVDialect(), labelPrefix: nil)
    let item = try #require(PartitionStream.Item(written: "c:\(String(repeating: "0", count: 64)):x.csv"))
    let error = #expect(throws: LoadError.self) { try stream.print(item) { _ in } }
    #expect(error?.kind == .badData)
    #expect(error?.reason.hasPrefix("/lake/x.csv has the SHA-256 ") == true)
    #expect(error?.reason.hasSuffix("…; expected 000000000000…") == true)
  }

  @Test func `a missing, damaged or outside file is an error`() throws {
    try files.place("not gzip", at: "/lake/x.csv.gz")
    try files.place("secret", at: "/outside.csv")
    var stream = PartitionStream(sink: "/lake", files: files, format: .csv, csv: CSVDialect(), labelPrefix: nil)
    for path in ["none.csv", "x.csv.gz", "../outside.csv"] {
      let item = try #require(PartitionStream.Item(written: "c:00:\(path)"))
      let error = #expect(throws: LoadError.self) { try stream.print(item) { _ in } }
      #expect(error?.kind == .badData, "\(path)")
    }
  }

  @Test(arguments: ["", "a", "a:b", "a::c", ":b:c"]) func `an item has three parts`(_ text: String) {
    #expect(PartitionStream.Item(written: text) == nil)
    #expect(PartitionStream.Item(written: "a:b:c:d")?.path == "c:d")
  }
}
