import Reading
import Records
import Testing

@Suite struct StreamingTests {
  static let bodies = [
    #"{"code":"200","error":null,"msg":"3 records","data":[{"a":"x","b":1},{"b":-2.5e3,"a":"\"\\"},{"a":null}],"q":0}"#,
    #" { "data" : [ { "a" : "é\u00e9" , "n" : { "x" : [ 1 , { } ] , "x" : true } } , { } ] , "m" : { "c" : "ü" } } "#,
    #"{"data":{"a":"one","n":{"x":"y"},"u":1},"code":12}"#,
    #"{"skip":[[],{"data":[{"a":1}]},"\\","\""],"data":[{"u":[[]],"v":{"w":"\\\""},"a":false,"n":7}]}"#,
    #"{"data":null,"m":{"c":[1]}}"#,
    #"{"data":[]}"#,
    "-12.5e-1",
  ]

  private func layout(batchBytes: Int) -> ResponseLayout {
    .wanting(
      "a", "b", "n.x", captures: [["code"], ["m", "c"], ["data", "u"], ["q"]], extras: .values, knownKeys: ["v"],
      limits: ReadingLimits(batchBytes: batchBytes))
  }

  @Test(arguments: bodies)
  func `a body may be split into blocks at any byte`(_ body: String) throws {
    let bytes = Array(body.utf8)
    let whole = try ReadResponse(bytes, layout: layout(batchBytes: 1 << 20))
    #expect(whole.hasTrueFlags)
    for batchBytes in [1, 30, 1 << 20] {
      let layout = layout(batchBytes: batchBytes)
      for cut in 0...bytes.count {
        let response = try ReadResponse(bytes, layout: layout, cutAt: [cut])
        #expect(response == whole, "cut at \(cut), batches of \(batchBytes)")
      }
      let response = try ReadResponse(bytes, layout: layout, cutAt: Array(0..<bytes.count))
      #expect(response == whole, "byte by byte, batches of \(batchBytes)")
    }
  }

  @Test func `batches have complete records and about the configured size`() throws {
    let record = #"{"a":"\#(String(repeating: "x", count: 90))","b":1}"#
    let body = Array(#"{"data":[\#(Array(repeating: record, count: 500).joined(separator: ","))]}"#.utf8)
    for blockBytes in [64, 1000, 5000, body.count] {
      var reader = ResponseReader(.wanting("a", "b", limits: ReadingLimits(batchBytes: 1000)))
      var counts: [Int] = []
      for start in stride(from: 0, to: body.count, by: blockBytes) {
        try reader.append(Array(body[start..<min(start + blockBytes, body.count)]))
        while let batch = try reader.next() {
          counts.append(batch.recordCount)
          #expect(batch.values.count == batch.recordCount * 2)
          #expect(batch.records.allSatisfy { batch.bytes[$0.start..<$0.end].elementsEqual(record.utf8) })
          #expect(batch.bytes.count <= 3000 + blockBytes)
        }
      }
      try reader.finish()
      while let batch = try reader.next() { counts.append(batch.recordCount) }
      #expect(counts.reduce(0, +) == 500)
      // A batch ends with the first record at or after a thousand bytes, or with the last complete one.
      #expect(counts.dropLast(2).allSatisfy { 8...11 ~= $0 }, "blocks of \(blockBytes): \(counts)")
    }
  }

  @Test func `nothing is returned before a batch is full or the body ends`() throws {
    var reader = ResponseReader(.wanting("a", limits: ReadingLimits(batchBytes: 100)))
    try reader.append(Array(#"{"data":[{"a":1},{"a":2},"#.utf8))
    #expect(try reader.next() == nil)
    try reader.append(Array(#"{"a":3}]}"#.utf8))
    #expect(try reader.next() == nil)
    try reader.finish()
    #expect(reader.summary.records == 3)
    #expect(try reader.next()?.recordCount == 3)
    #expect(try reader.next() == nil)
  }

  @Test func `the summary is final once the body has ended, before batches are read`() throws {
    var reader = ResponseReader(.wanting("a", captures: [["msg"]], limits: ReadingLimits(batchBytes: 1)))
    try reader.append(Array(#"{"data":[{"a":1},{"a":2}],"msg":"2 records"}"#.utf8))
    try reader.finish()
    #expect(reader.summary.captured.map { $0?.unescapedText } == ["2 records"])
    #expect(reader.summary.records == 2)
    #expect(try reader.next()?.recordCount == 1)
    #expect(try reader.next()?.recordCount == 1)
    #expect(try reader.next() == nil)
  }

  @Test func `a record far larger than a batch arrives complete`() throws {
    let text = String(repeating: #"long \u00e9 \/ text é "#, count: 20_000)
    let body = Array(#"{"data":[{"a":"s"},{"a":"\#(text)","b":[1]},{"a":"t"}]}"#.utf8)
    let cuts = Array(stride(from: 0, to: body.count, by: 997))
    let response = try ReadResponse(
      body, layout: .wanting("a", "b", limits: ReadingLimits(batchBytes: 1024)), cutAt: cuts)
    #expect(response.rows.map(\.[1]) == ["-", "[1]", "-"])
    #expect(response.rows[1][0] == "\"\(text)\"")
    #expect(response.rows[2][0] == "\"t\"")
    #expect(response.hasTrueFlags)
  }

  @Test func `a huge value outside the records is skipped in pieces`() throws {
    let piece = Array(String(repeating: #"["\"]",{"data":[1]}],"#, count: 50).utf8)
    var reader = ResponseReader(.wanting("a", captures: [["end"]]))
    try reader.append(Array(#"{"skip":["#.utf8))
    for _ in 0..<100 {
      try reader.append(piece)
      #expect(try reader.next() == nil)
    }
    try reader.append(Array(#"0],"data":[{"a":1}],"end":1}"#.utf8))
    try reader.finish()
    #expect(reader.summary.records == 1)
    #expect(reader.summary.captured[0]?.unescapedText == "1")
  }

  @Test func `empty records don't make huge batches`() throws {
    let body = Array(#"{"data":[\#(Array(repeating: "{}", count: 6000).joined(separator: ","))]}"#.utf8)
    let wanted = (0..<100).map { ["k\($0)"] }
    var reader = ResponseReader(ResponseLayout(records: ["data"], wanted: wanted))
    try reader.append(body)
    try reader.finish()
    var counts: [Int] = []
    while let batch = try reader.next() {
      counts.append(batch.recordCount)
      #expect(batch.values.count <= 256 << 10)
    }
    #expect(counts.reduce(0, +) == 6000)
    #expect(counts.count > 1)
  }
}
