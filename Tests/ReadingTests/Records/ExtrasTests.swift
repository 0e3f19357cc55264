import Reading
import Records
import Testing

@Suite struct ExtrasTests {
  private let body = #"""
    {"data":[{"a":1,"x":2,"n":{"p":1,"q":2},"k":3},{"\u0078":[4],"a":5,"é":"ü"},{"x":6,"y":null,"x":7},{"a":8}]}
    """#

  @Test func `unknown fields are counted by record under their unescaped names`() throws {
    let response = try ReadResponse(body, layout: .wanting("a", "n.p", extras: .names, knownKeys: ["k"]))
    #expect(response.unknownFields == ["x": 3, "y": 1, "é": 1])
    #expect(response.extras == [])
  }

  @Test func `unknown fields are sorted by name`() throws {
    var reader = ResponseReader(.wanting("a", extras: .names))
    try reader.append(Array(body.utf8))
    try reader.finish()
    #expect(reader.summary.unknownFields.map(\.name) == ["k", "n", "x", "y", "é"])
    #expect(!reader.summary.hasMoreUnknownFields)
  }

  @Test func `extras contain the values, the last of duplicates`() throws {
    let response = try ReadResponse(body, layout: .wanting("a", "n.p", extras: .values, knownKeys: ["k"]))
    #expect(response.extras == ["0 \"x\"=2", #"1 "\u0078"=[4]"#, "1 \"é\"=\"ü\"", "2 \"x\"=7", "2 \"y\"=null"])
    #expect(response.unknownFields == ["x": 3, "y": 1, "é": 1])
    #expect(response.hasTrueFlags)
  }

  @Test func `ignored extras leave no trace`() throws {
    let response = try ReadResponse(body, layout: .wanting("a"))
    #expect(response.extras == [])
    #expect(response.unknownFields == [:])
  }

  @Test func `a record that is parsed again counts once`() throws {
    let layout = ResponseLayout.wanting("a", extras: .values, limits: ReadingLimits(batchBytes: 1))
    let body = #"{"data":[{"x":"\#(String(repeating: "-", count: 200))","y":1,"x":2}]}"#
    let response = try ReadResponse(body, layout: layout, cutAt: Array(1..<body.utf8.count))
    #expect(response.unknownFields == ["x": 1, "y": 1])
    #expect(response.extras == ["0 \"x\"=2", "0 \"y\"=1"])
  }

  @Test func `names beyond a thousand are counted together, but their values are kept`() throws {
    let members = (0..<1005).map { "\"k\($0)\":\($0)" } + [#""k\u00310\u00304":"again""#]
    var reader = ResponseReader(.wanting("a", extras: .values))
    try reader.append(Array(#"{"data":[{\#(members.joined(separator: ","))}]}"#.utf8))
    try reader.finish()
    #expect(reader.summary.unknownFields.count == 1000)
    #expect(reader.summary.hasMoreUnknownFields)
    let batch = try #require(try reader.next())
    #expect(batch.extras.count == 1005)
    let last = try #require(batch.extras.last)
    #expect(String(decoding: batch.bytes[last.value.start..<last.value.end], as: UTF8.self) == "again")
  }

  @Test func `duplicates among names beyond a thousand are resolved too`() throws {
    let members = (0..<1000).map { "\"k\($0)\":\($0)" } + ["\"z\":1", "\"y\":2", #""\u007a":3"#]
    let body = #"{"data":[{\#(members.joined(separator: ","))}]}"#
    let response = try ReadResponse(body, layout: .wanting("a", extras: .values))
    #expect(response.extras.suffix(2) == [#"0 "\u007a"=3"#, "0 \"y\"=2"])
    #expect(response.extras.count == 1002)
  }
}
