import Foundation
import Reading
import Records
import Testing

/// Tests random responses against Foundation.
@Suite struct RandomResponseTests {
  @Test(arguments: 0..<120)
  func `random responses are read as by Foundation`(_ seed: Int) throws {
    var random = RandomResponse(seed: UInt64(seed))
    let body = random.response()
    let paths = [["a"], ["b"], ["n", "x"], ["n", "m", "y"], ["café"], ["n"]]
    let limits = ReadingLimits(batchBytes: [1, 50, 400, 1 << 18][random.number(4)])
    let layout = ResponseLayout(
      records: ["data"], wanted: paths, captures: [["code"], ["meta", "c"]], extras: .values, limits: limits)
    let response = try ReadResponse(body, layout: layout, cutAt: random.cuts(body.count))

    let top = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? NSDictionary)
    let records = try #require(top["data"] as? [NSDictionary])
    #expect(response.recordCount == records.count)
    for (index, record) in records.enumerated() {
      #expect(try value(response.records[index]) == record)
      for (slot, path) in paths.enumerated() {
        var expected: NSObject? = record
        for key in path { expected = (expected as? NSDictionary)?[key] as? NSObject }
        let found = response.rows[index][slot]
        #expect(found == "-" ? expected == nil : try value(found) == expected, "\(path) in \(record)")
      }
      let extras = response.extras.filter { $0.hasPrefix("\(index) ") }.count
      #expect(extras == record.allKeys.filter { !["a", "b", "n", "café"].contains($0 as? String) }.count)
    }
    for (capture, expected) in zip(response.captured, [top["code"], (top["meta"] as? NSDictionary)?["c"]]) {
      let found = try capture.flatMap { try value(String(decoding: $0.text, as: UTF8.self)) }
      #expect(found == expected as? NSObject)
    }
    #expect(response.hasTrueFlags)
  }

  private func value(_ json: String) throws -> NSObject? {
    try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? NSObject
  }

  @Test(arguments: 0..<40)
  func `damaged responses are rejected if Foundation rejects them`(_ seed: Int) throws {
    var random = RandomResponse(seed: UInt64(1000 + seed), isPlain: true)
    let body = random.response()
    for _ in 0..<25 {
      var damaged = body
      let at = random.number(damaged.count)
      switch random.number(3) {
      case 0: damaged.remove(at: at)
      case 1: damaged.insert(random.pick(Array(#"{}[]:,"1-. "#.utf8)), at: at)
      default: damaged[at] = random.pick(Array(#"{}[]:,"1-. "#.utf8))
      }
      let error = ReadResponse.error(damaged, layout: .wanting("a", "n.x"), cutAt: random.cuts(damaged.count))
      let text = String(decoding: damaged, as: UTF8.self)
      // Foundation accepts a comma after the last member or element; JSON does not.
      let isJSON =
        (try? JSONSerialization.jsonObject(with: Data(damaged), options: .fragmentsAllowed)) != nil
        && !text.filter { $0 != " " }.contains(/,[}\]]/)
      if error == nil {
        #expect(isJSON, "\(text)")
      } else if let error, error.kind == .cut || error.description.contains("not JSON") {
        #expect(!isJSON, "\(error): \(text)")
      }
    }
  }
}

/// Random responses, the same for the same seed.
private struct RandomResponse {
  private var state: UInt64
  /// Without escapes and whitespace that is invalid within strings, so that damage affects only the structure.
  private let isPlain: Bool

  init(seed: UInt64, isPlain: Bool = false) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    self.isPlain = isPlain
  }

  mutating func number(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(elements.count)] }

  mutating func cuts(_ count: Int) -> [Int] {
    (0..<number(12)).map { _ in number(count + 1) }.sorted()
  }

  mutating func response() -> [UInt8] {
    let style = number(3)
    var members = ["\"code\"\(colon(style))\(value(1))", "\"meta\"\(colon(style))\(object(["c", "d"], depth: 1))"]
    let count = number(isPlain ? 4 : 30)
    var keys = ["a", "b", "n", isPlain ? "c" : "café", "u", "v"]
    let records = (0..<count).map { _ in
      if number(4) == 0 { keys.swapAt(number(keys.count), number(keys.count)) }
      return object(keys, depth: 2)
    }
    members.insert(
      "\"data\"\(colon(style))[\(space())\(records.joined(separator: ",\(space())"))\(space())]", at: number(3))
    return Array("\(space()){\(members.joined(separator: "," + space()))}\(space())".utf8)
  }

  private mutating func space() -> String {
    guard number(5) == 0 else { return "" }
    return isPlain ? " " : pick([" ", "\n", "\r\n  ", "\t", "\n                              "])
  }

  private mutating func colon(_ style: Int) -> String { style == 0 ? ": " : ":" }

  private mutating func object(_ keys: [String], depth: Int) -> String {
    let style = number(6)
    let members = keys.filter { _ in number(6) > 0 }.map { key in
      let inner = key == "n" && number(4) > 0 ? object(["x", "m", "z"], depth: depth) : nil
      let deep = key == "m" && number(3) > 0 ? object(["y", "x"], depth: 0) : nil
      return "\(style == 0 ? space() : "")\(keyText(key))\(colon(style))\(inner ?? deep ?? value(depth))"
    }
    return "{\(members.joined(separator: style == 1 ? ", " : ","))\(space())}"
  }

  private mutating func keyText(_ key: String) -> String {
    guard !isPlain, number(12) == 0 else { return "\"\(key)\"" }
    let escaped = key.utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "\"\(escaped.joined())\""
  }

  private mutating func value(_ depth: Int) -> String {
    switch number(depth > 0 ? 8 : 6) {
    case 0: return pick(["null", "true", "false"])
    case 1:
      // Foundation refuses exponents beyond its types' range, which damage easily makes.
      return pick(["0", "-1", "12.5", "123456789", "9007199254740993"] + (isPlain ? [] : ["1e3", "-0.25E-2"]))
    case 6: return "[\((0..<number(4)).map { _ in space() + value(depth - 1) }.joined(separator: ","))\(space())]"
    case 7: return object(["x", "y", "a"], depth: depth - 1)
    default: return string()
    }
  }

  private mutating func string() -> String {
    let parts =
      isPlain
      ? ["a", "longer text", "b c", "{[:"]
      : [
        "a", "longer text without any escapes", "é", "😀", "\\n", "\\\\", "\\\"", "\\u00e9", "\\/", "\\ud83d\\ude00",
        "]}",
      ]
    return "\"\((0..<number(9)).map { _ in pick(parts) }.joined())\""
  }
}
