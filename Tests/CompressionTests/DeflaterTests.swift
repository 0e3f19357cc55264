import Compression
import TestSupport
import Testing

struct DeflaterTests {
  static let levels: [GzipLevel] = [.standard] + (0...9).map { .level($0) }

  @Test(arguments: levels)
  func `compressed content decompresses to itself`(_ level: GzipLevel) throws {
    for sample in SampleContent.all {
      let member = try GzipMember.compress(sample.bytes, level)
      let read = Gunzip(member)
      #expect(read.isWhole && read.length == member.count && read.content == sample.bytes, "\(sample)")
      #expect(try GzipMember.decompress(member, limit: sample.bytes.count) == sample.bytes, "\(sample)")
    }
  }

  @Test(arguments: [GzipLevel.standard, .level(0), .level(1), .level(9)])
  func `blocks that continue each other form one stream`(_ level: GzipLevel) throws {
    let deflater = try Deflater(level)
    for sample in SampleContent.all where sample.bytes.count <= 200_000 {
      for size in [1, 7, 4_099, 32_768, 40_000] where sample.bytes.count <= size * 60 {
        var stream: [UInt8] = []
        var previous: [UInt8] = []
        for start in stride(from: 0, to: sample.bytes.count, by: size) {
          let block = Array(sample.bytes[start..<min(start + size, sample.bytes.count)])
          stream += try deflater.compress(block, after: previous, isLast: false)
          previous = block
        }
        stream += try deflater.compress([], after: previous, isLast: true)
        let trailer = GzipMember.trailer(checksum: CRC32(of: sample.bytes), length: sample.bytes.count)
        let read = Gunzip(GzipMember.header + stream + trailer)
        #expect(read.isWhole && read.content == sample.bytes, "\(sample) in blocks of \(size)")
      }
    }
  }

  @Test func `content that does not compress grows by a few bytes`() throws {
    for level in DeflaterTests.levels {
      for count in [1, 100, 65_535, 65_536, 500_000] {
        let size = try Deflater(level).compress(SampleContent.noise(count, of: 256), isLast: true).count
        // zlib stores blocks of at least 16 KiB, with five bytes each.
        #expect(size <= count + 5 * (count / 16_383 + 2), "\(count) bytes of noise took \(size)")
      }
    }
  }

  @Test(arguments: levels)
  func `a deflater used again gives the same bytes as a new one`(_ level: GzipLevel) throws {
    let used = try Deflater(level)
    let previous = SampleContent.calls(50_000)
    for sample in SampleContent.all where sample.bytes.count <= 200_000 {
      let first = try used.compress(sample.bytes, isLast: true)
      let again = try used.compress(sample.bytes, after: previous, isLast: false)
      #expect(try first == Deflater(level).compress(sample.bytes, isLast: true))
      #expect(try again == Deflater(level).compress(sample.bytes, after: previous, isLast: false))
    }
  }

  @Test func `the default stays within four percent of level 6`() throws {
    for content in [SampleContent.calls(600_000), SampleContent.messages(600_000)] {
      let size = try Deflater(.standard).compress(content, isLast: true).count
      let other = try Deflater(.level(6)).compress(content, isLast: true).count
      #expect(size * 100 <= other * 104, "\(size) next to \(other)")
    }
  }

  @Test func `a compressor that cannot start reports libz's reason`() {
    let error = #expect(throws: CompressionError.self) { _ = try Deflater(.level(12)) }
    #expect(error?.description == "cannot compress with gzip: stream error")
  }
}
