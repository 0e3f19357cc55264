import Compression
import TestSupport
import Testing

struct ZstdFrameTests {
  @Test func `compressed content decompresses to itself`() throws {
    for sample in SampleContent.all {
      let frame = try ZstdFrame.compress(sample.bytes)
      #expect(try ZstdFrame.decompress(frame, size: sample.bytes.count) == sample.bytes, "\(sample)")
      #expect(try ZstdFrame.compress(sample.bytes) == frame, "\(sample)")
    }
  }

  @Test func `repeated text shrinks to next to nothing, and noise grows by a few bytes`() throws {
    let text = Array(String(repeating: "all work and no play makes Jack a dull boy. ", count: 20_000).utf8)
    #expect(try ZstdFrame.compress(text).count < 400)
    #expect(try ZstdFrame.compress([UInt8](repeating: 7, count: 1_000_000)).count < 100)
    #expect(try ZstdFrame.compress(SampleContent.noise(300_000, of: 256)).count < 300_030)
  }

  @Test func `damaged and truncated frames, and frames of another size, are errors`() throws {
    let content = SampleContent.calls(20_000)
    let frame = try ZstdFrame.compress(content)
    for (bytes, size) in [
      (frame, 19_999), (frame, 0), ([], 0), (Array(frame.dropLast()), 20_000), (Array(frame.prefix(9)), 20_000),
      ([0] + frame.dropFirst(), 20_000), (frame + [0], 20_000),
    ] {
      #expect(throws: CompressionError.self) { _ = try ZstdFrame.decompress(bytes, size: size) }
    }
    let error = #expect(throws: CompressionError.self) { _ = try ZstdFrame.decompress(frame, size: 5) }
    #expect(error?.description == "cannot decompress zstd data: the frame does not hold 5 bytes")
    var random = SplitMix64(seed: 4)
    for _ in 0..<300 {
      var damaged = frame
      damaged[Int.random(in: 0..<frame.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      // Without a checksum other content may come out, but only of the recorded size.
      if let read = try? ZstdFrame.decompress(damaged, size: content.count) { #expect(read.count == content.count) }
    }
  }
}
