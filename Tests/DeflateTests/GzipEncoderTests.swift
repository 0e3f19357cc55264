import Deflate
import TestSupport
import Testing

struct GzipEncoderTests {
  static let block = 256 * 1024

  @Test(arguments: [0, 1, block - 1, block, block + 1, 2 * block, 2 * block + 5])
  func `any length is one whole member, in whatever pieces it comes`(length: Int) {
    let content = SampleContent.messages(length)
    var members: Set<[UInt8]> = []
    for size in [1_000, 70_001, GzipEncoderTests.block, 3 * GzipEncoderTests.block] {
      var encoder = GzipEncoder(.level(1))
      var member: [UInt8] = []
      for start in stride(from: 0, to: length, by: size) {
        member += encoder.append(Array(content[start..<min(start + size, length)]))
      }
      member += encoder.finish()
      let read = Gunzip(member)
      #expect(read.isWhole && read.length == member.count && read.content == content)
      members.insert(member)
    }
    #expect(members.count == 1)
  }

  @Test func `checksums of parts combine to that of the whole`() {
    let bytes = Array("The quick brown fox jumps over the lazy dog".utf8)
    #expect(CRC32(of: bytes).hexadecimal == "414fa339")
    #expect(CRC32(of: []).hexadecimal == "00000000")
    for split in 0...bytes.count {
      var parts = CRC32(of: Array(bytes[..<split]))
      parts.append(CRC32(of: Array(bytes[split...])), length: bytes.count - split)
      #expect(parts == CRC32(of: bytes))
    }
  }
}
