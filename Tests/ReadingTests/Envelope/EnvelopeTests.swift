import Reading
import Records
import Testing

@Suite struct EnvelopeTests {
  @Test func `captures are found before and after the records`() throws {
    let body = #"""
      {"code": "2\u00300", "error": null, "meta": {"count": 12, "skip": [1, {"count": 13}]}, "data": [{"a": 1}],
       "msg": "12 records", "queryPending": 0, "status": false, "list": [1, "]"]}
      """#
    let captures = [
      ["code"], ["error"], ["meta", "count"], ["msg"], ["queryPending"], ["status"], ["list"], ["nothing"], ["meta"],
      ["code", "x"], ["code"],
    ]
    let response = try ReadResponse(body, layout: .wanting("a", captures: captures))
    #expect(response.rows == [["1"]])
    #expect(
      response.captured.map { $0.map { String(decoding: $0.text, as: UTF8.self) } } == [
        #""2\u00300""#, "null", "12", #""12 records""#, "0", "false", #"[1, "]"]"#, nil,
        #"{"count": 12, "skip": [1, {"count": 13}]}"#, nil, #""2\u00300""#,
      ])
    #expect(
      response.captured.map { $0?.kind } == [
        .string, .null, .number, .string, .number, .false, .array, nil, .object, nil, .string,
      ])
    #expect(
      response.captured.map { $0?.unescapedText } == [
        "200", nil, "12", "12 records", "0", "false", #"[1, "]"]"#, nil, #"{"count": 12, "skip": [1, {"count": 13}]}"#,
        nil, "200",
      ])
    #expect(response.captured[0].map { String(decoding: $0.content, as: UTF8.self) } == #"2\u00300"#)
    #expect(response.captured.allSatisfy { $0?.isCut != true })
  }

  @Test func `captures and records are found in arrays by index`() throws {
    let body = #"{"a":[{"n":1},[2,{"rows":[{"id":3}]}],"x"],"empty":[],"b":{"0":4},"c":[{"n":5}]}"#
    let layout = ResponseLayout(
      records: ["a", "1", "1", "rows"], wanted: [["id"]],
      captures: [
        ["a", "0", "n"], ["a", "1", "0"], ["a", "2"], ["a", "3"], ["empty", "n"], ["b", "0"], ["c", "n"],
      ])
    for cuts in [[], Array(1..<body.utf8.count)] {
      let response = try ReadResponse(body, layout: layout, cutAt: cuts)
      #expect(response.rows == [["3"]])
      #expect(response.captured.map { $0?.unescapedText } == ["1", "2", "x", nil, nil, "4", nil])
      #expect(response.arraysOnPaths == [["c", "n"]])
    }
  }

  @Test func `of duplicate captures the last one counts with its nested values`() throws {
    let body = #"{"code":1,"code":"two","meta":{"count":1},"meta":{"other":2},"data":[]}"#
    let response = try ReadResponse(body, layout: .wanting(captures: [["code"], ["meta", "count"], ["meta"]]))
    #expect(response.captured.map { $0?.unescapedText } == ["two", nil, #"{"other":2}"#])
  }

  @Test func `a long capture is truncated`() throws {
    let text = String(repeating: "x", count: 70_000)
    let response = try ReadResponse(
      #"{"a":"\#(text)","b":1,"data":[]}"#, layout: .wanting(captures: [["a"], ["b"]]), cutAt: [10, 40_000, 69_000])
    let value = try #require(response.captured[0])
    #expect(value.isCut)
    #expect(value.text.count == 64 << 10)
    #expect(value.unescapedText?.utf8.count == (64 << 10) - 1)
    #expect(response.captured[1]?.unescapedText == "1")
  }

  @Test func `a capture that contains the records ends before them`() throws {
    let layout = ResponseLayout(
      records: ["r", "rows"], wanted: [], captures: [["r"], ["r", "rows"], ["r", "n"], []])
    let response = try ReadResponse(#"{"r":{"n":1,"rows":[{}],"m":2}}"#, layout: layout)
    #expect(
      response.captured == [
        CapturedValue(kind: .object, text: Array(#"{"n":1,"rows":"#.utf8), isCut: true),
        CapturedValue(kind: .array, text: [], isCut: true),
        CapturedValue(kind: .number, text: [0x31], isCut: false),
        CapturedValue(kind: .object, text: Array(#"{"r":{"n":1,"rows":"#.utf8), isCut: true),
      ])
  }

  @Test func `one object instead of the records is one record`() throws {
    let body = #"{"code":"200","data":{"a":1,"n":{"x":"y"}},"msg":"ok"}"#
    let response = try ReadResponse(
      body, layout: .wanting("a", "n.x", captures: [["code"], ["msg"], ["data", "n", "x"], ["data"]]))
    #expect(response.rows == [["1", "\"y\""]])
    #expect(response.records == [#"{"a":1,"n":{"x":"y"}}"#])
    #expect(response.foundRecords)
    #expect(response.captured.map { $0?.unescapedText } == ["200", "ok", "y", #"{"a":1,"n":{"x":"y"}}"#])
  }

  @Test func `the document itself can be the records`() throws {
    let layout = ResponseLayout(records: [], wanted: [["a"]], captures: [["status"], ["a"], ["n", "x"]])
    let list = try ReadResponse(#" [{"a":1},{"a":2}] "#, layout: layout)
    #expect(list.rows == [["1"], ["2"]])
    #expect(list.captured == [nil, nil, nil])
    let one = try ReadResponse(#" {"a":1,"status":false,"n":{"x":[2]},"a":3} "#, layout: layout)
    #expect(one.rows == [["3"]])
    #expect(one.captured.map { $0?.unescapedText } == ["false", "3", "[2]"])
    let none = try ReadResponse(" null ", layout: layout)
    #expect(none.rows == [])
    #expect(!none.foundRecords)
  }

  @Test(arguments: [
    (#"{"data":[]}"#, true), (#"{"data":null}"#, false), (#"{"code":"404"}"#, false), ("{}", false), ("[]", false),
    ("[{\"data\":[{}]}]", false), ("17", false), ("\"data\"", false), ("null", false), ("-1.5e3 ", false),
    (#"{"rows":{"data":[{}]}}"#, false),
  ])
  func `a response without records shows if their key exists`(_ body: String, _ isFound: Bool) throws {
    let response = try ReadResponse(body, layout: .wanting("a"))
    #expect(response.rows == [])
    #expect(response.recordCount == 0)
    #expect(response.foundRecords == isFound)
  }

  @Test(arguments: [
    (#"{"result":{"rows":[{"a":1}]}}"#, true), (#"{"result":[{"rows":[{"a":1}]}]}"#, false),
    (#"{"result":5,"rows":[{"a":1}]}"#, false), (#"{"rows":1,"result":{"x":{"rows":[{}]},"rows":[{"a":1}]}}"#, true),
  ])
  func `records may be nested deeper`(_ body: String, _ isFound: Bool) throws {
    let response = try ReadResponse(body, layout: .wanting("a", at: "result.rows"))
    #expect(response.rows == (isFound ? [["1"]] : []))
    #expect(response.foundRecords == isFound)
  }

  @Test func `a byte order mark is skipped`() throws {
    let body: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(#"{"data":[{"a":1}]}"#.utf8)
    for cut in 0...4 {
      let response = try ReadResponse(body, layout: .wanting("a"), cutAt: [cut])
      #expect(response.rows == [["1"]])
      #expect(response.byteCount == body.count)
    }
  }

  @Test func `a capture's text is unescaped, and invalid text is replaced`() {
    let cases: [(String, String)] = [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\uD83D\uDE00""#, "é😀"), (#""\uD83D!""#, "\u{FFFD}!"),
      (#""\uDE00\uD83D""#, "\u{FFFD}\u{FFFD}"), (#""\uD83D\uD83D\uDE00""#, "\u{FFFD}😀"), (#""\x\u12""#, #"\x\u12"#),
      (#""""#, ""),
    ]
    for (json, text) in cases {
      #expect(CapturedValue(kind: .string, text: Array(json.utf8), isCut: false).unescapedText == text)
    }
    #expect(CapturedValue(kind: .string, text: [0x22, 0xFF, 0x22], isCut: false).unescapedText == "\u{FFFD}")
  }
}
