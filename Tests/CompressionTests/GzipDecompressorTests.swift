import Compression
import Testing

struct GzipDecompressorTests {
  @Test(arguments: [1, 2, 3, 100, 65_536, 1_000_000])
  func `content returns in whatever pieces the file is read`(size: Int) throws {
    for sample in SampleContent.all where sample.bytes.count <= 20_000 || size > 50 {
      let member = try GzipMember.compress(sample.bytes, .standard)
      let decompressor = try GzipDecompressor()
      var content: [UInt8] = []
      for start in stride(from: 0, to: member.count, by: size) {
        #expect(!decompressor.isComplete)
        decompressor.append(Array(member[start..<min(start + size, member.count)]))
        while let piece = try decompressor.next() { content += piece }
      }
      #expect(decompressor.isComplete && content == sample.bytes, "\(sample)")
    }
  }

  @Test func `a step returns at most 64 KiB, even of a gzip bomb`() throws {
    let member = try GzipMember.compress([UInt8](repeating: 0, count: 50_000_000), .level(9))
    #expect(member.count < 60_000)
    let decompressor = try GzipDecompressor()
    decompressor.append(member)
    var length = 0
    while let piece = try decompressor.next() {
      #expect(1...GzipDecompressor.stepSize ~= piece.count)
      length += piece.count
    }
    #expect(decompressor.isComplete && length == 50_000_000)
    let error = #expect(throws: CompressionError.self) { _ = try GzipMember.decompress(member, limit: 1_000_000) }
    #expect(error?.description == "cannot decompress gzip data: more than 1000000 bytes of content")
  }

  @Test func `damaged, truncated and continued members are errors`() throws {
    let member = try GzipMember.compress(SampleContent.calls(5_000), .level(6))
    func error(_ bytes: [UInt8]) -> String? {
      do {
        _ = try GzipMember.decompress(bytes, limit: 5_000)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(error(member) == nil)
    #expect(error([]) == "cannot decompress gzip data: truncated data")
    #expect(error(Array(member.dropLast())) == "cannot decompress gzip data: truncated data")
    #expect(error(Array(member.dropLast(8))) == "cannot decompress gzip data: truncated data")
    #expect(error(member + [0]) == "cannot decompress gzip data: data after the end of the member")
    #expect(error(member + member) == "cannot decompress gzip data: data after the end of the member")
    #expect(error(Array("no gzip".utf8)) == "cannot decompress gzip data: data error")
    for position in [member.count - 1, member.count - 5, member.count / 2] {
      var damaged = member
      damaged[position] ^= 0x10
      #expect(error(damaged) != nil)
    }
  }
}
