import Compression
import Parquet
import TestSupport
import Testing

/// Files read back page by page with libz and libzstd.
struct PageReaderTests {
  static let compressions: [ParquetCompression] = [.none, .zstd, .gzip(.standard), .gzip(.level(9))]

  @Test(arguments: compressions)
  func `every page decodes to what its encoder made`(_ compression: ParquetCompression) throws {
    var pages = 0
    for example in Example.all {
      var table = example.table
      table.options.compression = compression
      let (file, encoded) = try PageReaderTests.written(table)
      var reader = try PageReaderTests.reader(file)
      var decoded: [[UInt8]] = []
      while let page = try reader.next() { decoded.append(try page.content()) }
      let isSame = decoded.sorted(by: PageReaderTests.precedes) == encoded.sorted(by: PageReaderTests.precedes)
      #expect(isSame, "\(example.name)")
      pages += decoded.count
    }
    #expect(pages > 1_000)
  }

  @Test func `files written at two levels have the same content`() throws {
    for example in Example.all {
      var table = example.table
      table.options.compression = .gzip(.level(1))
      let first = table.written()
      table.options.compression = .gzip(.level(9))
      table.options.createdBy = "another version"
      let second = table.written()
      #expect(first != second)
      #expect(
        try ParquetPageReader.haveSameContent(PageReaderTests.reader(first), PageReaderTests.reader(second)),
        "\(example.name)")
    }
  }

  @Test func `another value, another row, another column and other metadata are other content`() throws {
    let table = FileWriterTests.table
    let file = table.written()
    func isSame(_ change: (inout TestTable) -> Void) throws -> Bool {
      var other = table
      change(&other)
      return try ParquetPageReader.haveSameContent(
        PageReaderTests.reader(file), PageReaderTests.reader(other.written()))
    }
    #expect(try isSame { _ in })
    #expect(try !isSame { $0.cells[2][8_999] = .integer(5) })
    #expect(try !isSame { $0.cells = $0.cells.map { $0.dropLast() } })
    #expect(try !isSame { $0.columns[0].name = "another" })
    #expect(try !isSame { $0.options.metadata = [.init(key: "a", value: "b")] })
    #expect(try !isSame { $0.options.compression = .zstd })
    #expect(try !isSame { $0.options.pageRows = 1_024 })
  }

  @Test func `a damaged page is an error`() throws {
    var table = Example.everyType(rows: 3_000)
    table.options.compression = .zstd
    let file = table.written()
    var generator = SplitMix64(seed: 9)
    var errors = 0
    for _ in 0..<500 {
      var damaged = file
      let position = Int.random(in: 4..<(file.count / 2), using: &generator)
      damaged[position] ^= UInt8.random(in: 1...255, using: &generator)
      do {
        var reader = try PageReaderTests.reader(damaged)
        while let page = try reader.next() { _ = try page.content() }
      } catch {
        errors += 1
      }
    }
    // What a header says of its page besides sizes and checksum is not used.
    #expect(errors > 450)
  }

  static func reader(_ file: [UInt8]) throws -> ParquetPageReader {
    try ParquetPageReader(fileSize: file.count) { Array(file[$0]) }
  }

  private static func written(_ table: TestTable) throws -> (file: [UInt8], pages: [[UInt8]]) {
    var writer = ParquetFileWriter(columns: table.columns, options: table.options)
    try writer.append(table.values(of: 0..<table.rowCount), rowCount: table.rowCount)
    try writer.finish()
    let jobs = writer.takeJobs()
    for job in jobs { writer.put(try job.run()) }
    return (Array(writer.takeBytes().joined()) + writer.takeEnd(), jobs.map(\.bytes))
  }

  private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
  }
}
