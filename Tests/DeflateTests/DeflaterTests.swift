import CZlib
import Deflate
import TestSupport
import Testing

struct DeflaterTests {
  static let efforts: [DeflateEffort] = [.standard] + (0...9).map { .level($0) }

  @Test(arguments: efforts)
  func `what is compressed comes back`(_ effort: DeflateEffort) {
    for sample in SampleContent.all {
      let read = Gunzip(GzipMember.compress(sample.bytes, effort))
      #expect(read.isWhole && read.content == sample.bytes, "\(sample)")
    }
  }

  /// Blocks whose ends fall everywhere, each after the one before.
  @Test(arguments: efforts)
  func `blocks continue each other`(_ effort: DeflateEffort) {
    let deflater = Deflater(effort)
    for sample in SampleContent.all where sample.bytes.count <= 300_000 {
      for size in [1, 7, 4_099, 32_768, 40_000] where sample.bytes.count <= size * 60 {
        var stream: [UInt8] = []
        var previous: [UInt8] = []
        for start in stride(from: 0, to: sample.bytes.count, by: size) {
          let block = Array(sample.bytes[start..<min(start + size, sample.bytes.count)])
          stream += deflater.compress(block, after: previous, isLast: false)
          previous = block
        }
        stream += deflater.compress([], after: previous, isLast: true)
        check(stream, sample.bytes, "\(sample) in blocks of \(size)")
      }
    }
  }

  /// Copies of each length from four on, the shortest one searched for, and from both ends of each distance symbol's
  /// range: there is only one copy to be found.
  @Test(arguments: efforts)
  func `every length and distance comes back`(_ effort: DeflateEffort) {
    var random = SplitMix64(seed: 7)
    func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
    for length in 4...258 {
      let source = noise(length)
      let bytes = noise(20) + source + noise(20) + source + noise(20)
      let stream = Deflater(effort).compress(bytes, isLast: true)
      #expect(effort == .level(0) || stream.count < bytes.count - length / 2 + 20)
      check(stream, bytes, "a copy of \(length)")
    }
    for power in 0...15 {
      for distance in [1 << power, 1 << power + 1, 3 << power, 3 << power + 1] where distance <= 32_768 {
        let source = noise(12)
        let bytes =
          distance < 12
          ? (0..<200).map { source[$0 % distance] } : source + noise(distance - 12) + source + noise(20)
        check(Deflater(effort).compress(bytes, isLast: true), bytes, "a copy from \(distance)")
      }
    }
  }

  private func check(_ stream: [UInt8], _ content: [UInt8], _ what: String) {
    let read = Gunzip(
      GzipMember.header + stream + GzipMember.trailer(checksum: CRC32(of: content), length: content.count))
    #expect(read.isWhole && read.content == content, "\(what)")
  }

  @Test func `content that does not compress grows by a few bytes`() {
    for effort in DeflaterTests.efforts {
      for count in [1, 100, 65_535, 65_536, 500_000] {
        let noise = SampleContent.noise(count, of: 256)
        let size = Deflater(effort).compress(noise, isLast: true).count
        // Five bytes for each stored block of 65,535 bytes.
        #expect(size <= count + 5 * (count / 65_535 + 1), "\(count) bytes of noise took \(size)")
      }
    }
  }

  /// Computed by hand from RFC 1951's fixed codes: three bits, three codes of eight, one of seven.
  @Test func `short content takes the fixed codes`() {
    #expect(Deflater(.standard).compress(Array("abc".utf8), isLast: true) == [0x4B, 0x4C, 0x4A, 0x06, 0x00])
    #expect(Deflater(.standard).compress([], isLast: true) == [0x03, 0x00])
    #expect(Deflater(.standard).compress([], isLast: false).suffix(4) == [0x00, 0x00, 0xFF, 0xFF])
  }

  @Test(arguments: efforts)
  func `a deflater used again gives the same bytes as a new one`(_ effort: DeflateEffort) {
    let used = Deflater(effort)
    for sample in SampleContent.all {
      let first = used.compress(sample.bytes, isLast: true)
      let again = used.compress(sample.bytes, after: SampleContent.calls(50_000), isLast: false)
      #expect(first == Deflater(effort).compress(sample.bytes, isLast: true))
      #expect(again == Deflater(effort).compress(sample.bytes, after: SampleContent.calls(50_000), isLast: false))
    }
  }

  /// The bytes of existing files must not change accidentally: a change of this constant is deliberate.
  @Test func `the bytes are the ones they were`() {
    let checksums = DeflaterTests.efforts.map { effort in
      let pieces = SampleContent.all.flatMap { Deflater(effort).compress($0.bytes, isLast: true) }
      // And blocks that continue each other, as partitions are made.
      var encoder = GzipEncoder(effort)
      let blocks = encoder.append(SampleContent.calls(600_000) + SampleContent.messages(300_000)) + encoder.finish()
      return CRC32(of: pieces + blocks).hexadecimal
    }
    #expect(
      checksums == [
        "363af887", "0d8f48e3", "dcf47b7d", "194bdb93", "7de56bfd", "88b72957", "108dbdaf", "2464b1f2", "21ee8d4e",
        "aabdde49", "156cfcbf",
      ])
  }

  @Test func `a higher level is never larger, and none is larger than zlib's`() {
    for content in [SampleContent.calls(600_000), SampleContent.messages(600_000)] {
      let sizes = (1...9).map { Deflater(.level($0)).compress(content, isLast: true).count }
      #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= $1 }, "\(sizes)")
      let others = (1...9).map { zlibSize(of: content, level: $0) }
      #expect(zip(sizes, others).allSatisfy { $0 <= $1 }, "\(sizes), zlib: \(others)")
      let standard = Deflater(.standard).compress(content, isLast: true).count
      #expect(standard * 100 <= others[5] * 105, "\(standard) and \(others[5])")
    }
  }

  private func zlibSize(of content: [UInt8], level: Int) -> Int {
    var size = compressBound(UInt(content.count))
    var output = [UInt8](repeating: 0, count: Int(size))
    #expect(compress2(&output, &size, content, UInt(content.count), Int32(level)) == Z_OK)
    // Without the frame of the zlib format.
    return Int(size) - 6
  }
}
