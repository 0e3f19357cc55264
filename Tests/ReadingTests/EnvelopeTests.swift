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
    let answer = try ReadAnswer(body, shape: .wanting("a", captures: captures))
    #expect(answer.rows == [["1"]])
    #expect(
      answer.captured.map { $0.map { String(decoding: $0.text, as: UTF8.self) } } == [
        #""2\u00300""#, "null", "12", #""12 records""#, "0", "false", #"[1, "]"]"#, nil,
        #"{"count": 12, "skip": [1, {"count": 13}]}"#, nil, #""2\u00300""#,
      ])
    #expect(
      answer.captured.map { $0?.kind } == [
        .string, .null, .number, .string, .number, .false, .array, nil, .object, nil, .string,
      ])
    #expect(
      answer.captured.map { $0?.plainText } == [
        "200", nil, "12", "12 records", "0", "false", #"[1, "]"]"#, nil, #"{"count": 12, "skip": [1, {"count": 13}]}"#,
        nil, "200",
      ])
    #expect(answer.captured[0].map { String(decoding: $0.content, as: UTF8.self) } == #"2\u00300"#)
    #expect(answer.captured.allSatisfy { $0?.isCut != true })
  }

  @Test func `captures and records are found in arrays by index`() throws {
    let body = #"{"a":[{"n":1},[2,{"rows":[{"id":3}]}],"x"],"empty":[],"b":{"0":4},"c":[{"n":5}]}"#
    let shape = AnswerShape(
      records: ["a", "1", "1", "rows"], wanted: [["id"]],
      captures: [
        ["a", "0", "n"], ["a", "1", "0"], ["a", "2"], ["a", "3"], ["empty", "n"], ["b", "0"], ["c", "n"],
      ])
    for cuts in [[], Array(1..<body.utf8.count)] {
      let answer = try ReadAnswer(body, shape: shape, cutAt: cuts)
      #expect(answer.rows == [["3"]])
      #expect(answer.captured.map { $0?.plainText } == ["1", "2", "x", nil, nil, "4", nil])
      #expect(answer.arraysOnPaths == [["c", "n"]])
    }
  }

  @Test func `of duplicate captures the last one counts with its nested values`() throws {
    let body = #"{"code":1,"code":"two","meta":{"count":1},"meta":{"other":2},"data":[]}"#
    let answer = try ReadAnswer(body, shape: .wanting(captures: [["code"], ["meta", "count"], ["meta"]]))
    #expect(answer.captured.map { $0?.plainText } == ["two", nil, #"{"other":2}"#])
  }

  @Test func `a long capture is truncated`() throws {
    let text = String(repeating: "x", count: 70_000)
    let answer = try ReadAnswer(
      #"{"a":"\#(text)","b":1,"data":[]}"#, shape: .wanting(captures: [["a"], ["b"]]), cutAt: [10, 40_000, 69_000])
    let value = try #require(answer.captured[0])
    #expect(value.isCut)
    #expect(value.text.count == 64 << 10)
    #expect(value.plainText?.utf8.count == (64 << 10) - 1)
    #expect(answer.captured[1]?.plainText == "1")
  }

  @Test func `a capture that contains the records ends before them`() throws {
    let shape = AnswerShape(records: ["r", "rows"], wanted: [], captures: [["r"], ["r", "rows"], ["r", "n"], []])
    let answer = try ReadAnswer(#"{"r":{"n":1,"rows":[{}],"m":2}}"#, shape: shape)
    #expect(
      answer.captured == [
        CapturedValue(kind: .object, text: Array(#"{"n":1,"rows":"#.utf8), isCut: true),
        CapturedValue(kind: .array, text: [], isCut: true),
        CapturedValue(kind: .number, text: [0x31], isCut: false),
        CapturedValue(kind: .object, text: Array(#"{"r":{"n":1,"rows":"#.utf8), isCut: true),
      ])
  }

  @Test func `one object instead of the records is one record`() throws {
    let body = #"{"code":"200","data":{"a":1,"n":{"x":"y"}},"msg":"ok"}"#
    let answer = try ReadAnswer(
      body, shape: .wanting("a", "n.x", captures: [["code"], ["msg"], ["data", "n", "x"], ["data"]]))
    #expect(answer.rows == [["1", "\"y\""]])
    #expect(answer.records == [#"{"a":1,"n":{"x":"y"}}"#])
    #expect(answer.foundRecords)
    #expect(answer.captured.map { $0?.plainText } == ["200", "ok", "y", #"{"a":1,"n":{"x":"y"}}"#])
  }

  @Test func `the document itself can be the records`() throws {
    let shape = AnswerShape(records: [], wanted: [["a"]], captures: [["status"], ["a"], ["n", "x"]])
    let list = try ReadAnswer(#" [{"a":1},{"a":2}] "#, shape: shape)
    #expect(list.rows == [["1"], ["2"]])
    #expect(list.captured == [nil, nil, nil])
    let one = try ReadAnswer(#" {"a":1,"status":false,"n":{"x":[2]},"a":3} "#, shape: shape)
    #expect(one.rows == [["3"]])
    #expect(one.captured.map { $0?.plainText } == ["false", "3", "[2]"])
    let none = try ReadAnswer(" null ", shape: shape)
    #expect(none.rows == [])
    #expect(!none.foundRecords)
  }

  @Test(arguments: [
    (#"{"data":[]}"#, true), (#"{"data":null}"#, false), (#"{"code":"404"}"#, false), ("{}", false), ("[]", false),
    ("[{\"data\":[{}]}]", false), ("17", false), ("\"data\"", false), ("null", false), ("-1.5e3 ", false),
    (#"{"rows":{"data":[{}]}}"#, false),
  ])
  func `a response without records shows if their key exists`(_ body: String, _ isFound: Bool) throws {
    let answer = try ReadAnswer(body, shape: .wanting("a"))
    #expect(answer.rows == [])
    #expect(answer.recordCount == 0)
    #expect(answer.foundRecords == isFound)
  }

  @Test(arguments: [
    (#"{"result":{"rows":[{"a":1}]}}"#, true), (#"{"result":[{"rows":[{"a":1}]}]}"#, false),
    (#"{"result":5,"rows":[{"a":1}]}"#, false), (#"{"rows":1,"result":{"x":{"rows":[{}]},"rows":[{"a":1}]}}"#, true),
  ])
  func `records may be nested deeper`(_ body: String, _ isFound: Bool) throws {
    let answer = try ReadAnswer(body, shape: .wanting("a", at: "result.rows"))
    #expect(answer.rows == (isFound ? [["1"]] : []))
    #expect(answer.foundRecords == isFound)
  }

  @Test func `a byte order mark is skipped`() throws {
    let body: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(#"{"data":[{"a":1}]}"#.utf8)
    for cut in 0...4 {
      let answer = try ReadAnswer(body, shape: .wanting("a"), cutAt: [cut])
      #expect(answer.rows == [["1"]])
      #expect(answer.byteCount == body.count)
    }
  }

  @Test func `a capture's text is unescaped, and invalid text is replaced`() {
    let cases: [(String, String)] = [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\uD83D\uDE00""#, "é😀"), (#""\uD83D!""#, "\u{FFFD}!"),
      (#""\uDE00\uD83D""#, "\u{FFFD}\u{FFFD}"), (#""\uD83D\uD83D\uDE00""#, "\u{FFFD}😀"), (#""\x\u12""#, #"\x\u12"#),
      (#""""#, ""),
    ]
    for (json, text) in cases {
      #expect(CapturedValue(kind: .string, text: Array(json.utf8), isCut: false).plainText == text)
    }
    #expect(CapturedValue(kind: .string, text: [0x22, 0xFF, 0x22], isCut: false).plainText == "\u{FFFD}")
  }
}
