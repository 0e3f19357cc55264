import Compression
import Parquet
import TestSupport

/// Compressed data from anywhere: an error or content, in steps of bounded size. What is compressed decodes to itself.
///
/// The input is taken as content, as compressed data, and as damage to the pages and the footer of a Parquet file.
enum DecodeFuzzer {
  private static let file = makeFile()

  @Sendable static func run(_ input: [UInt8]) {
    var random = SplitMix64(of: input)
    decode(input, pieces: Int.random(in: 1...100, using: &random))
    _ = try? ZstdFrame.decompress(input, size: Int.random(in: 0...100_000, using: &random))
    do {
      let level = Int.random(in: -1...9, using: &random)
      let member = try GzipMember.compress(input, level < 0 ? .standard : .level(level))
      expect(try GzipMember.decompress(member, limit: input.count) == input, "gzip gives back the content")
      let frame = try ZstdFrame.compress(input)
      expect(try ZstdFrame.decompress(frame, size: input.count) == input, "zstd gives back the content")
      decode(GzipMember.header + input, pieces: 7)
      decode(Array(member.dropLast()), pieces: 7)
    } catch {
      fatalError("\(error)")
    }
    var damaged = file
    for byte in input.prefix(8) { damaged[Int.random(in: 0..<damaged.count, using: &random)] = byte }
    do {
      var reader = try ParquetPageReader(fileSize: damaged.count) { Array(damaged[$0]) }
      while let page = try reader.next() { _ = try page.content() }
    } catch {
      // A damaged file is an error.
    }
  }

  private static func decode(_ input: [UInt8], pieces size: Int) {
    do {
      let decompressor = try GzipDecompressor()
      var steps = 0
      for start in stride(from: 0, to: input.count, by: size) {
        decompressor.append(Array(input[start..<min(start + size, input.count)]))
        while let step = try decompressor.next() {
          expect(1...GzipDecompressor.stepSize ~= step.count, "a step of \(step.count) bytes")
          steps += 1
        }
      }
      // Deflate expands at most 1,032 times.
      expect(steps <= input.count + 1 + input.count * 1_100 / GzipDecompressor.stepSize, "\(steps) steps")
    } catch {
      // Damaged data is an error.
    }
  }

  private static func makeFile() -> [UInt8] {
    let columns = [
      ParquetColumn(name: "n", type: .int64), ParquetColumn(name: "d", type: .double),
    ]
    var writer = ParquetFileWriter(columns: columns, options: ParquetOptions(createdBy: "fuzzer"))
    do {
      let numbers = (0..<3_000).map { Int64($0 * $0 % 1_009) }
      try writer.append([.integers(numbers), .doubles(numbers.map { Double($0) / 7 })], rowCount: numbers.count)
      try writer.finish()
      for job in writer.takeJobs() { writer.put(try job.run()) }
    } catch {
      fatalError("\(error)")
    }
    return Array(writer.takeBytes().joined()) + writer.takeEnd()
  }
}
