import Testing
import Writing

/// The vectors of the C header against a loop over bytes.
struct TextScanTests {
  static let interesting: [UInt8] = [
    0, 1, 9, 10, 13, 0x1F, 0x20, 0x22, 0x2C, 0x3B, 0x5C, 0x7F, 0x80, 0x9F, 0xAC, 0xDC, 0xFF,
  ]

  private func expectAgreement(_ name: String, stops: Set<UInt8>, _ stop: OutputBuffer.Stop) {
    for length in [0, 1, 2, 15, 16, 17, 30, 31, 32, 33, 34, 63, 64, 65] {
      for position in 0...length {
        for byte in TextScanTests.interesting {
          // Every byte before is plain; what stands behind the text must not matter.
          var text = Array(repeating: UInt8(ascii: "x"), count: length)
          if position < length { text[position] = byte }
          let expected = position < length && stops.contains(byte) ? position : length
          for padding in [0, 30, 31] {
            let source = [1] + text + Array(repeating: UInt8(ascii: "\""), count: padding)
            var output = OutputBuffer()
            output.append(UInt8(ascii: ">"))
            let reached = output.copyRun(of: source.span, from: 1, to: 1 + length, until: stop)
            #expect(reached == 1 + expected, "\(name): \(length) bytes, \(byte) at \(position), \(padding) behind")
            #expect(output.bytes(in: 0..<output.count) == [UInt8(ascii: ">")] + text[..<expected])
          }
        }
      }
    }
  }

  @Test func `runs of unquoted CSV end where they should`() {
    expectAgreement("comma", stops: [0x2C, 0x22, 0x0D, 0x0A, 0x5C], .unquotedCSV(delimiter: 0x2C))
    expectAgreement("semicolon", stops: [0x3B, 0x22, 0x0D, 0x0A, 0x5C], .unquotedCSV(delimiter: 0x3B))
  }

  @Test func `runs of quoted CSV end where they should`() {
    expectAgreement("quoted", stops: [0x22, 0x5C], .quotedCSV)
  }

  @Test func `runs of JSON text end where they should`() {
    expectAgreement("json", stops: Set(0..<0x20).union([0x22, 0x5C]), .json)
  }
}
