/// Random responses, the same for the same seed.
struct RandomResponse {
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
