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
          // Every byte before is plain; the bytes after the text must not matter.
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

  @Test func `runs of unquoted CSV end at special characters`() {
    expectAgreement("comma", stops: [0x2C, 0x22, 0x0D, 0x0A, 0x5C], .unquotedCSV(delimiter: 0x2C))
    expectAgreement("semicolon", stops: [0x3B, 0x22, 0x0D, 0x0A, 0x5C], .unquotedCSV(delimiter: 0x3B))
  }

  @Test func `runs of quoted CSV end at quotes`() {
    expectAgreement("quoted", stops: [0x22, 0x5C], .quotedCSV)
  }

  @Test func `runs of JSON text end at special characters`() {
    expectAgreement("json", stops: Set(0..<0x20).union([0x22, 0x5C]), .json)
  }

  /// An escape and its result; nil if the caller handles it.
  static let escapes: [(raw: String, csv: String?, json: String?)] = [
    (#"\/"#, "/", "/"), (#"\""#, #""""#, #"\""#), (#"\\"#, #"\"#, #"\\"#), (#"\n"#, "\n", #"\n"#),
    (#"\b"#, "\u{8}", #"\b"#), (#"\u00e1"#, "á", "á"), (#"\u20AC"#, "€", "€"), (#"\u0041"#, "A", "A"),
    (#"\u000a"#, "\n", nil), (#"\u0022"#, nil, nil), (#"\u005c"#, #"\"#, nil), (#"\ud83d\ude00"#, nil, nil),
    (#"\ud800"#, nil, nil), (#"\u00g1"#, nil, nil), (#"\u00"#, nil, nil), (#"\q"#, "q", nil), (#"""#, nil, nil),
    ("\u{1}", "\u{1}", nil),
  ]

  @Test(arguments: [OutputBuffer.Rewriting.quotedCSV, .json])
  func `escapes are rewritten at any position, and rare ones are left`(_ rewriting: OutputBuffer.Rewriting) {
    for (raw, csv, json) in TextScanTests.escapes {
      let becomes = rewriting == .json ? json : csv
      for before in 0...130 {
        for after in [0, 1, 40, 70] {
          // Escapes in a row, before and behind, so that some straddle two blocks.
          let text = String(repeating: #"\/"#, count: before / 7) + String(repeating: "x", count: before)
          let rest = String(repeating: "y", count: after)
          let unescaped = text.replacing(#"\/"#, with: "/")
          let expected = becomes.map { unescaped + $0 + rest } ?? unescaped
          let reached = becomes == nil ? text.utf8.count : (text + raw + rest).utf8.count
          for padding in [0, 31] {
            // The bytes after the text would change it.
            let source = Array((text + raw + rest).utf8) + Array(repeating: UInt8(ascii: "0"), count: padding)
            var output = OutputBuffer()
            let end = source.count - padding
            #expect(output.rewrite(source.span, from: 0, to: end, as: rewriting) == reached, "\(text + raw + rest)")
            #expect(String(decoding: output.bytes(in: 0..<output.count), as: UTF8.self) == expected)
          }
        }
      }
    }
  }
}
