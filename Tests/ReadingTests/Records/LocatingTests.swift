import Reading
import Records
import Testing

@Suite struct LocatingTests {
  @Test func `wanted values are in the order of their paths, for any order of keys`() throws {
    let body = #"{"data":[{"a":1,"b":"x"},{"b":"y","a":2},{"a":3,"b":"z"},{"b":"w"},{}]}"#
    let response = try ReadResponse(body, layout: .wanting("b", "a"))
    #expect(
      response.rows == [["\"x\"", "1"], ["\"y\"", "2"], ["\"z\"", "3"], ["\"w\"", "-"], ["-", "-"]])
    #expect(response.records.last == "{}")
    #expect(response.recordCount == 5)
    #expect(response.foundRecords)
    #expect(response.byteCount == body.utf8.count)
  }

  @Test func `every kind of value is located unchanged`() throws {
    let values = [
      "null", "true", "false", "0", "-0.5e+10", "9007199254740993", "1E400", #""""#, #""a\"b\\""#, #""é\u0041""#,
      "[]", #"[1,{"x":["]"]}]"#, "{}", #"{"é":"\n"}"#,
    ]
    let body = #"{"data":["# + values.map { #"{"v":\#($0),"w":1}"# }.joined(separator: ",") + "]}"
    let response = try ReadResponse(body, layout: .wanting("v", "w"))
    #expect(response.rows == values.map { [$0, "1"] })
    #expect(response.hasTrueFlags)
  }

  @Test func `nested objects are entered only if a path leads in, and other values have nothing below`() throws {
    let body = #"""
      {"data":[
        {"name":{"givenName":"Ana","middle":{"x":1},"familyName":"Gil"},"other":{"givenName":"no"}},
        {"name":"Ana"}, {"name":null}, {"name":["givenName"]}, {"name":{"familyName":"Gil"}}, {"name":{}}]}
      """#
    let response = try ReadResponse(body, layout: .wanting("name.givenName", "name.familyName", "name"))
    #expect(
      response.rows == [
        [#""Ana""#, #""Gil""#, #"{"givenName":"Ana","middle":{"x":1},"familyName":"Gil"}"#],
        ["-", "-", #""Ana""#], ["-", "-", "null"], ["-", "-", #"["givenName"]"#],
        ["-", #""Gil""#, #"{"familyName":"Gil"}"#], ["-", "-", "{}"],
      ])
  }

  @Test func `a path leads through arrays by index, and through objects by the same key`() throws {
    let body = #"""
      {"data":[
        {"a":[{"b":1},"two",[3,[4]],{"b":"\u0035"}]}, {"a":[ ]}, {"a":[{}]}, {"a":{"0":{"b":6},"2":{"0":7}}},
        {"a":[[8],1 , [9 , {"b":[10]} ] ]}, {"a":[{"b":1}],"a":5}, {"a":5,"a":[{"b":11}]}]}
      """#
    for cuts in [[], Array(1..<body.utf8.count)] {
      let response = try ReadResponse(body, layout: .wanting("a.0.b", "a.2.0", "a.1", "a.3.b", "a.2.1.0"), cutAt: cuts)
      #expect(
        response.rows == [
          ["1", "3", #""two""#, #""\u0035""#, "4"], ["-", "-", "-", "-", "-"], ["-", "-", "-", "-", "-"],
          ["6", "7", "-", "-", "-"], ["-", "9", "1", "-", "-"], ["-", "-", "-", "-", "-"], ["11", "-", "-", "-", "-"],
        ])
      #expect(response.hasTrueFlags)
    }
  }

  @Test func `a value behind a name in an array is missing in that array`() throws {
    var reader = ResponseReader(.wanting("a.b", "a.0.c.d", "x"))
    try reader.append(Array(#"{"data":[{"a":[{"b":1}]},{"a":[]},{"a":{"b":2}},{"a":[{"c":[3]}]}]}"#.utf8))
    try reader.finish()
    let batch = try #require(try reader.next())
    let arrays = batch.values.map { value in
      value.arrayOnPath.map { String(decoding: batch.bytes[$0.start..<$0.end], as: UTF8.self) }
    }
    #expect(batch.hasArraysOnPaths)
    #expect(
      arrays == [
        #"[{"b":1}]"#, nil, nil, nil, nil, nil, nil, nil, nil, #"[{"c":[3]}]"#, "[3]", nil,
      ])
  }

  @Test func `of duplicate keys the last one counts, at every level`() throws {
    let body = #"""
      {"data":[
        {"a":1,"a":"two"},
        {"a":1,"a":null},
        {"n":{"x":1,"x":2},"n":{"y":3}},
        {"n":{"x":1},"n":5},
        {"n":5,"n":{"x":1}}]}
      """#
    let response = try ReadResponse(body, layout: .wanting("a", "n.x", "n.y"))
    #expect(
      response.rows == [
        [#""two""#, "-", "-"], ["null", "-", "-"], ["-", "-", "3"], ["-", "-", "-"], ["-", "1", "-"],
      ])
  }

  @Test func `keys are compared unescaped`() throws {
    let body =
      #"{"d\u0061ta":[{"da\u0074e":1,"\ud83d\ude00":2,"a\/b":3,"caf\u00e9":4},{"date":5,"😀":6,"a/b":7,"café":8}]}"#
    let layout = ResponseLayout(records: ["data"], wanted: [["date"], ["😀"], ["a/b"], ["café"]])
    let response = try ReadResponse(body, layout: layout)
    #expect(response.rows == [["1", "2", "3", "4"], ["5", "6", "7", "8"]])
    #expect(response.hasTrueFlags)
  }

  @Test func `keys that look alike but have other bytes are other keys`() throws {
    let response = try ReadResponse("{\"data\":[{\"e\u{301}\":1}]}", layout: .wanting("\u{E9}", "e\u{301}"))
    #expect(response.rows == [["-", "1"]])
  }

  @Test func `two slots may have the same path, and a path of no keys is never found`() throws {
    let layout = ResponseLayout(records: ["data"], wanted: [["a"], [], ["a"], ["n", "x"], ["n", "x"]])
    let response = try ReadResponse(#"{"data":[{"a":1,"n":{"x":2}},{}]}"#, layout: layout)
    #expect(response.rows == [["1", "-", "1", "2", "2"], ["-", "-", "-", "-", "-"]])
  }

  @Test func `nothing wanted still counts and delimits the records`() throws {
    let response = try ReadResponse(#"{"data":[{"a":1}, {"b":{}}]}"#, layout: .wanting())
    #expect(response.rows == [[], []])
    #expect(response.records == [#"{"a":1}"#, #"{"b":{}}"#])
  }

  @Test(arguments: ["\n", "\r\n", "\n\t", " ", "\n                                    "])
  func `whitespace may be anywhere JSON allows it`(_ space: String) throws {
    let tokens = [
      "{", "\"code\"", ":", "\"200\"", ",", "\"data\"", ":", "[", "{", "\"a\"", ":", "1", ",", "\"n\"", ":", "{",
      "\"x\"",
      ":", "[", "1", ",", "2", "]", "}", "}", ",", "{", "\"a\"", ":", "\"s\"", ",", "\"n\"", ":", "{", "}", "}", ",",
      "{",
      "}", "]", ",", "\"msg\"", ":", "null", "}",
    ]
    let body = space + tokens.joined(separator: space) + space
    let response = try ReadResponse(body, layout: .wanting("a", "n.x", captures: [["code"], ["msg"]]))
    let list = ["[", "1", ",", "2", "]"].joined(separator: space)
    #expect(response.rows == [["1", list], ["\"s\"", "-"], ["-", "-"]])
    #expect(response.captured.map { $0?.unescapedText } == ["200", nil])
  }

  @Test func `whitespace may change from record to record`() throws {
    let body = #"""
      {"data":[{"a":1,"b":"x"},{"a": 2, "b": "y"},{ "a" : 3 , "b" : "z" },{"a":4,"b":  "w"},{"a":  5,"b":""}]}
      """#
    let response = try ReadResponse(body, layout: .wanting("a", "b"))
    #expect(response.rows == [["1", #""x""#], ["2", #""y""#], ["3", #""z""#], ["4", #""w""#], ["5", #""""#]])
  }

  @Test func `raw control characters and invalid UTF-8 within strings are kept unchanged`() throws {
    let text: [UInt8] = [0x00, 0x0A, 0x1F, 0xC3, 0x28, 0xFF]
    let body = Array(#"{"data":[{"a":""#.utf8) + text + Array(#""}]}"#.utf8)
    var reader = ResponseReader(.wanting("a"))
    try reader.append(body)
    try reader.finish()
    let batch = try #require(try reader.next())
    #expect(Array(batch.bytes[batch.values[0].start..<batch.values[0].end]) == text)
    #expect(batch.values[0].isNonASCII)
    #expect(!batch.values[0].hasEscapes)
  }

  @Test func `more keys than can be learned are still found`() throws {
    // Two thousand unique keys per record, and one that repeats.
    let records = (0..<4).map { record in
      "{" + (0..<2000).map { "\"k\(record)_\($0)\":\($0)" }.joined(separator: ",") + ",\"a\":\(record)}"
    }
    let long = String(repeating: "k", count: 500)
    let body = "{\"data\":[" + records.joined(separator: ",") + ",{\"\(long)\":7,\"a\":8},{\"\(long)\":9}]}"
    let response = try ReadResponse(body, layout: .wanting("a", long))
    #expect(response.rows == [["0", "-"], ["1", "-"], ["2", "-"], ["3", "-"], ["8", "7"], ["-", "9"]])
  }
}
