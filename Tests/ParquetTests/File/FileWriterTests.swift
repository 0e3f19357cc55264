import Parquet
import TestSupport
import Testing

struct FileWriterTests {
  /// A table with several pages and row groups.
  static let table: TestTable = {
    var table = Example.everyType(rows: 9_000) { $0 % 13 == 5 }
    table.options.pageRows = 2_048
    table.options.rowGroupRows = 4_096
    return table
  }()

  @Test(arguments: [1, 7, 1_000, 1_024, 2_500, 9_000])
  func `the bytes do not depend on the batches`(batchRows: Int) {
    var table = FileWriterTests.table
    table.batchRows = batchRows
    let isSame = table.written() == FileWriterTests.table.written()
    #expect(isSame)
  }

  @Test func `long texts end pages early for any batches`() {
    var table = TestTable([
      (
        ParquetColumn(name: "text", type: .string),
        (0..<900).map { .text(String(repeating: "\($0) ", count: $0 * 7 % 400)) }
      )
    ])
    table.options.pageBytes = 20_000
    table.options.rowGroupBytes = 100_000
    let whole = table.written()
    for batchRows in [1, 10, 333] {
      table.batchRows = batchRows
      let isSame = table.written() == whole
      #expect(isSame)
    }
  }

  @Test func `a copy is a savepoint`() throws {
    let table = FileWriterTests.table
    for mark in [0, 100, 4_096, 5_000] {
      var writer = ParquetFileWriter(columns: table.columns, options: table.options)
      var bytes: [UInt8] = []
      try writer.append(table.values(of: 0..<mark), rowCount: mark)
      bytes += writer.settled()
      let copy = writer
      try writer.append(table.values(of: 2_000..<8_500), rowCount: 6_500)
      _ = writer.settled()
      writer = copy
      try writer.append(table.values(of: mark..<9_000), rowCount: 9_000 - mark)
      try writer.finish()
      bytes += writer.settled()
      bytes += writer.takeEnd()
      let isSame = bytes == table.written()
      #expect(isSame)
    }
  }

  @Test func `a copy made while jobs ran returns them again`() throws {
    let table = FileWriterTests.table
    var writer = ParquetFileWriter(columns: table.columns, options: table.options)
    try writer.append(table.values(of: 0..<9_000), rowCount: 9_000)
    try writer.finish()
    let jobs = writer.takeJobs()
    #expect(!jobs.isEmpty && writer.takeJobs().isEmpty)
    writer.releaseJobs()
    #expect(writer.takeJobs().count == jobs.count)
    for job in jobs.reversed() { writer.put(try job.run()) }
    let isSame = Array(writer.takeBytes().joined()) + writer.takeEnd() == table.written()
    #expect(isSame)
  }

  @Test func `row groups are returned in order as soon as they are complete`() throws {
    let table = FileWriterTests.table
    var writer = ParquetFileWriter(columns: table.columns, options: table.options)
    try writer.append(table.values(of: 0..<9_000), rowCount: 9_000)
    let jobs = writer.takeJobs()
    #expect(Array(writer.takeBytes().joined()) == Array("PAR1".utf8))
    for job in jobs.reversed() { writer.put(try job.run()) }
    #expect(writer.takeBytes().reduce(0) { $0 + $1.count } > 10_000)
    #expect(writer.takeBytes().isEmpty)
  }

  @Test func `the footer describes the written data`() throws {
    var table = FileWriterTests.table
    table.options.metadata = [.init(key: "a", value: "1"), .init(key: "b", value: "ü")]
    let bytes = table.written()
    let footer = try ParquetFooter(fileSize: bytes.count) { Array(bytes[$0]) }
    #expect(footer.rowCount == 9_000)
    #expect(footer.rowGroups == [4_096, 4_096, 808])
    #expect(footer.columns == table.columns)
    #expect(footer.createdBy == "tidemark version 0.0.0")
    #expect(footer.metadata == table.options.metadata)
  }

  @Test func `a column that is annotated as JSON is read as text`() throws {
    let column = ParquetColumn(name: "note", type: .string)
    var bytes = TestTable([(column, [.text("{}")])]).written()
    // The logical type String in Thrift's compact form: field 10, a structure with the empty structure 1; JSON is 12.
    let string: [UInt8] = [0x4C, 0x1C, 0x00, 0x00]
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: string) })
    bytes[start + 1] = 0xCC
    #expect(try ParquetFooter(fileSize: bytes.count) { Array(bytes[$0]) }.columns == [column])
  }

  @Test func `every damage of the footer is reported`() throws {
    let bytes = Example.everyType(rows: 50).written()
    func error(_ bytes: [UInt8]) -> String? {
      do {
        _ = try ParquetFooter(fileSize: bytes.count) { Array(bytes[$0]) }
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(error([]) == "the file is too short for Parquet: 0 bytes")
    #expect(error(Array(bytes.dropLast())) == "the file does not end with PAR1; it is truncated")
    #expect(error([0] + bytes.dropFirst()) == "the file does not begin with PAR1")
    var long = bytes
    long[bytes.count - 6] = 0xFF
    #expect(error(long) == "the footer is longer than the file")
    var inserted = bytes
    inserted.insert(0, at: 4)
    let size = bytes.count - 8 - Int(bytes[bytes.count - 8]) - Int(bytes[bytes.count - 7]) << 8
    #expect(error(inserted) == "the file has \(size + 1) bytes before its footer; expected \(size)")
    var halved = bytes
    halved.removeSubrange(4..<(bytes.count / 2))
    #expect(error(halved) == "a column chunk is not at the offset in the footer")
    // No byte of any value makes the reader fail other than by an error.
    let length = Int(bytes[bytes.count - 8]) | Int(bytes[bytes.count - 7]) << 8
    var generator = SplitMix64(seed: 3)
    var errors = 0
    for position in (bytes.count - 8 - length)..<(bytes.count - 8) {
      var damaged = bytes
      damaged[position] = UInt8.random(in: 0...255, using: &generator)
      if error(damaged) != nil { errors += 1 }
    }
    #expect(errors > length / 20)
  }

  @Test func `memory is bounded by the row group`() throws {
    var table = Example.everyType(rows: 2_000)
    table.options.rowGroupBytes = 50_000
    table.options.pageRows = 1_024
    var writer = ParquetFileWriter(columns: table.columns, options: table.options)
    let values = table.values(of: 0..<2_000)
    var given = 0
    var pending = 0
    for _ in 0..<20 {
      try writer.append(values, rowCount: 2_000)
      for job in writer.takeJobs() {
        pending += job.byteCount
        writer.put(try job.run())
      }
      let bytes = writer.takeBytes().reduce(0) { $0 + $1.count }
      if bytes > 4 { pending = 0 }
      given += bytes
      #expect(pending < 400_000)
    }
    #expect(given > 100_000)
    #expect(writer.rowCount == 40_000)
  }

  /// Unique texts that compress little.
  private static func noise(rows: Int, length: Int, seed: UInt64) -> ParquetValues {
    var generator = SplitMix64(seed: seed)
    var bytes: [UInt8] = []
    while bytes.count < rows * length {
      withUnsafeBytes(of: generator.next()) { word in for byte in word { bytes.append(byte & 63 + 48) } }
    }
    return .text(
      ParquetText(
        bytes: bytes, values: (0..<rows).map { ParquetText.Value(offset: $0 * length, length: length) }))
  }

  @Test(arguments: [(columns: 1, length: 20), (12, 40), (300, 12), (1, 3_000), (1, 2_000_000), (3, 700_000)])
  func `memory holds little more than a row group for any texts`(columns: Int, length: Int) throws {
    let options = ParquetOptions(compression: .none, createdBy: "test")
    let rows = max(1, min(8_192, 4_000_000 / columns / length))
    let batch = (0..<columns).map { Self.noise(rows: rows, length: length, seed: UInt64($0)) }
    let batchBytes = columns * rows * (length + 4)
    let declared = (0..<columns).map { ParquetColumn(name: "c\($0)", type: .string) }
    var writer = ParquetFileWriter(columns: declared, options: options)
    var held = 0
    var most = 0
    var groups = 0
    while groups < 3 {
      try writer.append(batch, rowCount: rows)
      held += batchBytes
      most = max(most, held)
      let given = writer.settled().count
      if given > 4 {
        groups += 1
        held -= given
      }
    }
    // A row group ends at the first stride that fills it.
    let stride = max(columns * 1_024 * (length + 4), options.pageBytes + columns * (length + 4))
    #expect(most < options.rowGroupBytes + batchBytes + 2 * stride, "\(most) bytes")
    #expect(most > options.rowGroupBytes / 2)
  }

  @Test func `invalid values are rejected and nothing is appended`() throws {
    func error(_ type: ParquetType, _ values: ParquetValues, isRequired: Bool = false) -> String? {
      let columns = [
        ParquetColumn(name: "n", type: .int64), ParquetColumn(name: "v", type: type, isRequired: isRequired),
      ]
      var writer = ParquetFileWriter(columns: columns, options: TestTable([]).options)
      do {
        try writer.append([.integers([1, 2]), values], rowCount: 2)
        return nil
      } catch {
        #expect(writer.rowCount == 0)
        return "\(error)"
      }
    }
    let beyond = "column `v` cannot store row 1 of the batch: "
    let day = Int64(Int32.max) + 1
    #expect(error(.date, .integers([0, day])) == beyond + "2147483648 is days since 1970, beyond 32 bits")
    #expect(error(.date, .integers([0, -day - 1])) == beyond + "-2147483649 is days since 1970, beyond 32 bits")
    #expect(error(.date, .integers([-day, day - 1])) == nil)
    #expect(error(.date, .integers([0, day], isNull: [false, true])) == nil)
    #expect(
      error(.decimal(precision: 3, scale: 1), .integers([999, -1_000])) == beyond + "-1000 is beyond 3 digits")
    #expect(error(.decimal(precision: 3, scale: 1), .integers([999, -999])) == nil)
    let wide = Int128(10_000_000_000) * 1_000_000_000
    #expect(error(.decimal(precision: 19, scale: 0), .decimals([0, wide])) == beyond + "\(wide) is beyond 19 digits")
    #expect(error(.decimal(precision: 19, scale: 0), .decimals([wide - 1, 1 - wide])) == nil)
    let null = beyond + "a null, and the column is required"
    #expect(error(.int64, .integers([1, 2], isNull: [false, true]), isRequired: true) == null)
    #expect(error(.boolean, .booleans([true, true], isNull: [false, true]), isRequired: true) == null)
    let texts = ParquetText(bytes: [65], values: [ParquetText.Value(offset: 0, length: 1), .null])
    #expect(error(.string, .text(texts), isRequired: true) == null)
    #expect(error(.string, .text(texts)) == nil)
  }

  @Test func `the footer has every type and its nullability`() throws {
    for isRequired in [false, true] {
      let table = Example.everyType(rows: 3, isRequired: isRequired)
      let bytes = table.written()
      let footer = try ParquetFooter(fileSize: bytes.count) { Array(bytes[$0]) }
      #expect(footer.columns == table.columns)
    }
  }
}
