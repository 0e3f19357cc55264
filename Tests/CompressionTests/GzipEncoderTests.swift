import Compression
import TestSupport
import Testing

struct GzipEncoderTests {
  @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 524_288, 524_293])
  func `content of any length is one member, in whatever pieces it arrives`(length: Int) throws {
    let content = SampleContent.messages(length)
    var members: Set<[UInt8]> = []
    for size in [1_000, 70_001, GzipMember.blockSize, 3 * GzipMember.blockSize] {
      var encoder = try GzipEncoder(.level(1))
      var member: [UInt8] = []
      for start in stride(from: 0, to: length, by: size) {
        member += try encoder.append(Array(content[start..<min(start + size, length)]))
      }
      member += try encoder.finish()
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
