import Reading
import Records
import Testing

/// What an answer is built of, in whatever blocks it comes.
struct OutlineTests {
  static let text = #"""
    {"code": "200", "a\"b\u0041": [1, 2.5, -3e4, null, true], "data": [{"x": 1, "y": {"z": "ä\\"}}, {"y": null, "x": [ ]}, "t"],
     "none": null, "deep": [[[{"k": false}]]]}
    """#

  private func outline(_ text: String, blockBytes: Int) -> ResponseOutline {
    var scanner = OutlineScanner()
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      scanner.append(Array(bytes[start..<min(bytes.count, start + blockBytes)]))
      start += blockBytes
    }
    scanner.finish()
    return scanner.outline
  }

  private func lines(_ outline: ResponseOutline, _ node: Int = 0, path: String = "") -> [String] {
    let kinds: [ValueRef.Kind] = [.null, .true, .false, .number, .string, .array, .object]
    let here = outline.nodes[node]
    let counts = kinds.map { "\(here.count($0))" }.joined()
    let scalar = here.firstScalar?.unescapedText.map { " \($0)" } ?? ""
    return ["\(path) \(counts)\(scalar)"]
      + here.keys.flatMap { lines(outline, $0, path: "\(path)/\(outline.nodes[$0].key)") }
      + (here.elements.map { lines(outline, $0, path: "\(path)[]") } ?? [])
  }

  @Test(arguments: [1, 2, 3, 7, 1 << 20])
  func `an outline has every path with its kinds and its first value`(blockBytes: Int) {
    #expect(
      lines(outline(Self.text, blockBytes: blockBytes)) == [
        " 0000001", "/code 0000100 200", #"/a"bA 0000010"#, #"/a"bA[] 1103000 1"#, "/data 0000010", "/data[] 0000102 t",
        "/data[]/x 0001010 1", "/data[]/x[] 0000000", "/data[]/y 1000001", #"/data[]/y/z 0000100 ä\"#, "/none 1000000",
        "/deep 0000010", "/deep[] 0000010", "/deep[][] 0000010", "/deep[][][] 0000001", "/deep[][][]/k 0010000 false",
      ])
  }

  @Test func `consecutive documents are counted`() {
    #expect(outline("{}\n{}\n", blockBytes: 4).documents == 2)
    #expect(outline("12", blockBytes: 4).documents == 1)
    #expect(outline("", blockBytes: 4).documents == 0)
  }

  @Test func `the number of paths is bounded for any number of keys`() {
    let keys = (0..<30_000).map { #""k\#($0)": 1"# }.joined(separator: ",")
    let found = outline("{\(keys)}", blockBytes: 1 << 16)
    #expect(found.nodes.count == ResponseOutline.mostNodes)
    #expect(found.hasMore)
    #expect(outline(String(repeating: "[", count: 100_000), blockBytes: 1 << 16).nodes.count < 100)
  }
}
