import Reading
import Records
import Testing

@Suite struct ReadErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var body: String
    var kind: ReadError.Kind
    var message: String
    var records = "data"

    init(_ body: String, _ kind: ReadError.Kind, _ message: String, at records: String = "data") {
      self.body = body
      self.kind = kind
      self.message = message
      self.records = records
    }

    var testDescription: String { body.count > 60 ? body.prefix(60) + "..." : body }
  }

  static let cuts = [
    Case("", .cut, "the body is empty"),
    Case(" \r\n\t ", .cut, "the body is empty"),
    Case("\u{FEFF}", .cut, "the body is empty"),
    Case("{", .cut, "the body ends inside the document after 1 bytes"),
    Case(#"{"co"#, .cut, "the body ends inside the document after 4 bytes"),
    Case(#"{"code":"200""#, .cut, "the body ends inside the document after 13 bytes"),
    Case(#"{"a":tr"#, .cut, "the body ends inside the document after 7 bytes"),
    Case("-", .cut, "the body ends inside the document after 1 bytes"),
    Case("1.", .cut, "the body ends inside the document after 2 bytes"),
    Case(#"{"data":["#, .cut, "the body ends inside the array of records, before the first, after 9 bytes"),
    Case(#"{"data":[ {}"#, .cut, "the body ends inside the array of records, after record 1, after 12 bytes"),
    Case(#"{"data":[{},{} ,"#, .cut, "the body ends inside the array of records, after record 2, after 16 bytes"),
    Case(#"{"data":[{},{"a"#, .cut, "the body ends inside record 2 after 15 bytes"),
    Case(#"{"data":[{"a":"b"#, .cut, "the body ends inside record 1 after 16 bytes"),
    Case(#"{"data":[{"a":"b\"#, .cut, "the body ends inside record 1 after 17 bytes"),
    Case(#"{"data":[{"a":12"#, .cut, "the body ends inside record 1 after 16 bytes"),
    Case(#"{"data":[{"a":[{"b":1}"#, .cut, "the body ends inside record 1 after 22 bytes"),
    Case(#"{"data":{"a":1"#, .cut, "the body ends inside record 1 after 14 bytes"),
    Case(#"{"data":[{}]"#, .cut, "the body ends inside the document after 12 bytes"),
    Case(#"{"data":[{}],"#, .cut, "the body ends inside the document after 13 bytes"),
  ]

  static let structure = [
    Case(
      "<html><head><title>502</title></head></html>", .malformed,
      "the body is HTML, not JSON: `<html><head><title>502</title></head></h…`"),
    Case("  <!DOCTYPE html>\n", .malformed, "the body is HTML, not JSON: `<!DOCTYPE html>`"),
    Case(
      "Service\tUnavailable", .malformed, "the response is not JSON: expected a value at byte 0: `Service Unavailable`"),
    Case("{]", .malformed, "the response is not JSON: expected a key in quotes or `}` at byte 1: `]`"),
    Case(#"{"a":1,}"#, .malformed, "the response is not JSON: expected a key in quotes at byte 7: `}`"),
    Case(#"{"a" 1}"#, .malformed, "the response is not JSON: expected a colon at byte 5: `1}`"),
    Case(#"{"a":}"#, .malformed, "the response is not JSON: expected a value at byte 5: `}`"),
    Case(#"{"a":[1 2]}"#, .malformed, "the response is not JSON: expected a comma or `]` at byte 8: `2]}`"),
    Case(#"{"a":[1}"#, .malformed, "the response is not JSON: expected a comma or `]` at byte 7: `}`"),
    Case(#"{"a":{"b":1]}"#, .malformed, "the response is not JSON: expected a comma or `}` at byte 11: `]}`"),
    Case(#"{"a":[1,]}"#, .malformed, "the response is not JSON: expected a value at byte 8: `]}`"),
    Case(#"{"a":nul}"#, .malformed, "the response is not JSON: expected true, false or null at byte 8: `}`"),
    Case(#"{"a":01}"#, .malformed, "the response is not JSON: expected a valid number at byte 6: `1}`"),
    Case(#"{"a":1.}"#, .malformed, "the response is not JSON: expected a valid number at byte 7: `}`"),
    Case(#"{"a":-}"#, .malformed, "the response is not JSON: expected a valid number at byte 6: `}`"),
    Case(#"{"a":1e}"#, .malformed, "the response is not JSON: expected a valid number at byte 7: `}`"),
    Case(
      #"{"data":[]} x"#, .malformed, "the response is not JSON: expected nothing after the document at byte 12: `x`"),
    Case(
      #"{"data":[]}{"data":[]}"#, .malformed,
      #"the response is not JSON: expected nothing after the document at byte 11: `{"data":[]}`"#),
    Case("[]]", .malformed, "the response is not JSON: expected nothing after the document at byte 2: `]`"),
    Case("1 2", .malformed, "the response is not JSON: expected nothing after the document at byte 2: `2`"),
  ]

  static let records = [
    Case(#"{"data":[{},12, 13]}"#, .malformed, "record 2 at byte 12 is a number; expected an object: `12, 13]}`"),
    Case(#"{"data":["x"]}"#, .malformed, #"record 1 at byte 9 is a string; expected an object: `"x"]}`"#),
    Case(#"{"data":[null]}"#, .malformed, "record 1 at byte 9 is null; expected an object: `null]}`"),
    Case(#"{"data":[true]}"#, .malformed, "record 1 at byte 9 is a boolean; expected an object: `true]}`"),
    Case(#"{"data":[[]]}"#, .malformed, "record 1 at byte 9 is an array; expected an object: `[]]}`"),
    Case(
      #"{"data":"none"}"#, .malformed,
      #"the records at `data` are a string at byte 8; expected an array or an object: `"none"}`"#),
    Case(
      #"{"r":{"rows":12}}"#, .malformed,
      "the records at `r.rows` are a number at byte 13; expected an array or an object: `12}}`", at: "r.rows"),
    Case("true", .malformed, "the response is a boolean at byte 0; expected an array or an object: `true`", at: ""),
    Case(
      #"{"data":[],"data":[]}"#, .malformed,
      "the response contains its records twice: a key of `data` is duplicated at byte 18: `[]}`"),
    Case(
      #"{"data":null,"data":[]}"#, .malformed,
      "the response contains its records twice: a key of `data` is duplicated at byte 20: `[]}`"),
    Case(
      #"{"r":{"rows":[]},"r":{}}"#, .malformed,
      "the response contains its records twice: a key of `r.rows` is duplicated at byte 21: `{}}`", at: "r.rows"),
    Case(#"{"data":[{}{}]}"#, .malformed, "the response is not JSON: expected a comma or `]` at byte 11: `{}]}`"),
    Case(#"{"data":[{},]}"#, .malformed, "record 2 is not JSON: expected a value at byte 12: `]}`"),
    Case(#"{"data":[,{}]}"#, .malformed, "record 1 is not JSON: expected a value at byte 9: `,{}]}`"),
    Case(#"{"data":[{}}"#, .malformed, "the response is not JSON: expected a comma or `]` at byte 11: `}`"),
    Case(#"{"data":[{"a":1},{"a" 2}]}"#, .malformed, "record 2 is not JSON: expected a colon at byte 22: `2}]}`"),
    Case(
      #"{"data":[{a:1}]}"#, .malformed, "record 1 is not JSON: expected a key in quotes or `}` at byte 10: `a:1}]}`"),
    Case(#"{"data":[{"a":1,}]}"#, .malformed, "record 1 is not JSON: expected a key in quotes at byte 16: `}]}`"),
    Case(
      #"{"data":[{"a":1 "b":2}]}"#, .malformed, #"record 1 is not JSON: expected a comma or `}` at byte 16: `"b":2}]}`"#
    ),
    Case(#"{"data":[{"a":1]]}"#, .malformed, "record 1 is not JSON: expected a comma or `}` at byte 15: `]]}`"),
    Case(#"{"data":[{"a":}]}"#, .malformed, "record 1 is not JSON: expected a value at byte 14: `}]}`"),
    Case(
      #"{"data":[{"a":01}]}"#, .malformed,
      "record 1 is not JSON: expected a valid number at byte 15: `1}]}`"),
    Case(
      #"{"data":[{"a":1.e5}]}"#, .malformed,
      "record 1 is not JSON: expected a valid number at byte 16: `e5}]}`"),
    Case(#"{"data":[{"a":+1}]}"#, .malformed, "record 1 is not JSON: expected a value at byte 14: `+1}]}`"),
    Case(
      #"{"data":[{"a":-}]}"#, .malformed, "record 1 is not JSON: expected a valid number at byte 15: `}]}`"),
    Case(
      #"{"data":[{"a":1e+}]}"#, .malformed,
      "record 1 is not JSON: expected a valid number at byte 17: `}]}`"),
    Case(#"{"data":[{"a":NaN}]}"#, .malformed, "record 1 is not JSON: expected a value at byte 14: `NaN}]}`"),
    Case(
      #"{"data":[{"a":nulL}]}"#, .malformed, "record 1 is not JSON: expected true, false or null at byte 14: `nulL}]}`"),
    Case(#"{"data":[{"a":nullx}]}"#, .malformed, "record 1 is not JSON: expected a comma or `}` at byte 18: `x}]}`"),
    Case(
      #"{"data":[{"x":{"y":[1,{"z" 1}]}}]}"#, .malformed, "record 1 is not JSON: expected a colon at byte 27: `1}]}}]}`"
    ),
    Case(#"{"data":[{"x":[1,{}}]}]}"#, .malformed, "record 1 is not JSON: expected a comma or `]` at byte 19: `}]}]}`"),
    Case(#"{"data":[{"x":{"y":1]}]}"#, .malformed, "record 1 is not JSON: expected a comma or `}` at byte 20: `]}]}`"),
    Case(
      #"{"data":[{"x":{1:2}}]}"#, .malformed,
      "record 1 is not JSON: expected a key in quotes or `}` at byte 15: `1:2}}]}`"),
    Case(
      #"{"data":[{"x":{"a":1,}}]}"#, .malformed, "record 1 is not JSON: expected a key in quotes at byte 21: `}}]}`"),
    Case(#"{"data":{"a":1,"b"}}"#, .malformed, "record 1 is not JSON: expected a colon at byte 18: `}}`"),
  ]

  @Test(arguments: cuts + structure + records)
  func `an error has the same message however the body is split`(_ test: Case) {
    let body = Array(test.body.utf8)
    let layout = ResponseLayout.wanting("a", at: test.records)
    let whole = ReadResponse.error(body, layout: layout)
    #expect(whole?.description == test.message)
    #expect(whole?.kind == test.kind)
    #expect(ReadResponse.error(body, layout: layout, cutAt: Array(0..<body.count)) == whole)
    let eager = ResponseLayout.wanting("a", at: test.records, limits: ReadingLimits(batchBytes: 1))
    #expect(ReadResponse.error(body, layout: eager, cutAt: Array(0..<body.count)) == whole)
  }

  @Test func `an excerpt is printable, short, and ends with a complete character`() {
    let rest = "\u{202E}a\u{0}\u{7F}b\r\n" + String(repeating: "é", count: 40)
    let error = ReadResponse.error(Array("{\(rest)".utf8), layout: .wanting())
    // Forty bytes: the eight before the letters, and sixteen of two bytes each.
    let excerpt = "ab " + String(repeating: "é", count: 15)
    #expect(
      error?.description == "the response is not JSON: expected a key in quotes or `}` at byte 1: `\(excerpt)…`")
    #expect(error?.position == 1)
  }

  @Test func `a body over its limit fails immediately`() throws {
    let body = Array(#"{"data":[{"a":1}]}"#.utf8)
    let layout = { (limit: Int) in ResponseLayout.wanting("a", limits: ReadingLimits(bodyBytes: limit)) }
    #expect(ReadResponse.error(body, layout: layout(body.count)) == nil)
    let error = ReadResponse.error(body, layout: layout(body.count - 1))
    #expect(error?.kind == .tooLarge)
    #expect(error?.description == "the body is longer than its limit of 17 bytes")
    var reader = ResponseReader(layout(4))
    try reader.append([0x20, 0x20])
    #expect(throws: ReadError.self) { try reader.append([0x20, 0x20, 0x20]) }
    #expect(reader.summary.bytes == 5)
  }

  @Test(arguments: [false, true])
  func `a record over its limit is rejected`(_ isSlow: Bool) throws {
    let record = #"{"a":"\#(String(repeating: "x", count: 100))"}"#
    let body = Array(#"{"data":[{},\#(record)]}"#.utf8)
    let cuts = isSlow ? Array(0..<body.count) : []
    let layout = { (bytes: Int) in
      ResponseLayout.wanting("a", limits: ReadingLimits(recordBytes: bytes, batchBytes: 16))
    }
    #expect(ReadResponse.error(body, layout: layout(record.utf8.count), cutAt: cuts) == nil)
    let error = ReadResponse.error(body, layout: layout(record.utf8.count - 1), cutAt: cuts)
    #expect(error?.kind == .limit)
    #expect(
      error?.description.hasPrefix("record 2 at byte 12 is longer than its limit of 107 bytes: `{\"a\":\"xxx") == true)
  }

  @Test func `an endless record is rejected without waiting for its end`() throws {
    var reader = ResponseReader(.wanting("a", limits: ReadingLimits(recordBytes: 1000, batchBytes: 64)))
    try reader.append(Array(#"{"data":[{"a":""#.utf8))
    let error = #expect(throws: ReadError.self) {
      for _ in 0..<100 {
        try reader.append(Array(repeating: 0x78, count: 30))
        while try reader.next() != nil {}
      }
    }
    #expect(error?.kind == .limit)
    #expect(reader.summary.bytes < 1200)
  }

  @Test(arguments: [("[", "]"), (#"{"x":"#, "}")])
  func `nesting is limited everywhere`(_ open: String, _ close: String) {
    func nested(_ depth: Int) -> String {
      String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
    }
    let layout = ResponseLayout.wanting("x", "y.z", limits: ReadingLimits(depth: 10))
    // Outside the records, one level is around the value, inside them three.
    #expect(ReadResponse.error(Array(#"{"e":\#(nested(9))}"#.utf8), layout: layout) == nil)
    let beside = ReadResponse.error(Array(#"{"e":\#(nested(10))}"#.utf8), layout: layout)
    #expect(beside?.kind == .limit)
    #expect(beside?.description.hasPrefix("the response is nested deeper than 10 levels at byte ") == true)
    for key in ["x", "other", "y"] {
      #expect(ReadResponse.error(Array(#"{"data":[{"\#(key)":\#(nested(7))}]}"#.utf8), layout: layout) == nil)
      let within = ReadResponse.error(Array(#"{"data":[{"\#(key)":\#(nested(8))}]}"#.utf8), layout: layout)
      #expect(within?.kind == .limit)
      #expect(within?.description.hasPrefix("record 1 is nested deeper than 10 levels at byte ") == true)
    }
    // The default is as deep as it can be.
    #expect(ReadResponse.error(Array(nested(64).utf8), layout: .wanting()) == nil)
    #expect(ReadResponse.error(Array(nested(65).utf8), layout: .wanting())?.kind == .limit)
  }

  @Test func `depth is limited where wanted paths lead in`() {
    let path = Array(repeating: "x", count: 9).joined(separator: ".")
    let body = #"{"data":[\#(String(repeating: #"{"x":"#, count: 9))1\#(String(repeating: "}", count: 9))]}"#
    #expect(ReadResponse.error(Array(body.utf8), layout: .wanting(path, limits: ReadingLimits(depth: 11))) == nil)
    let error = ReadResponse.error(Array(body.utf8), layout: .wanting(path, limits: ReadingLimits(depth: 10)))
    #expect(error?.kind == .limit)
  }

  @Test func `an error is thrown again by later calls`() throws {
    var reader = ResponseReader(.wanting("a", limits: ReadingLimits(batchBytes: 1)))
    try reader.append(
      Array(#"{"code":"200","data":[{"a":1},{"a":x}, and much more that nobody will ever look at"#.utf8))
    #expect(try reader.next()?.recordCount == 1)
    let first = try #require(throws: ReadError.self) { try reader.next() }
    #expect(
      first.description
        == "record 2 is not JSON: expected a value at byte 35: `x}, and much more that nobody will ever…`")
    #expect(throws: first) { try reader.append([0x20]) }
    #expect(throws: first) { try reader.next() }
    #expect(throws: first) { try reader.finish() }
    #expect(reader.summary.records == 1)
    #expect(reader.summary.foundRecords)
    #expect(reader.summary.bytes == 82)
  }
}
