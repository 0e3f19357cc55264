import TestSupport

/// Random JSON with everything in it that a reader may stumble over.
struct ResponseText {
  /// Without U+FEFF, which Foundation's reader drops at the beginning of its pieces of a text.
  private static let scalars: [Unicode.Scalar] = [
    "a", "0", " ", ",", ";", "\"", "'", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1}", "\u{1F}", "\u{7F}", "=", "{",
    "]",
    "é", "ñ", "\u{2028}", "\u{1F600}", "\u{10FFFF}", "字",
  ]
  private let indents: Bool

  init(_ random: inout SplitMix64) {
    indents = Bool.random(using: &random)
  }

  private func gap(_ random: inout SplitMix64) -> String {
    indents ? ["", " ", "\n", "\t \r\n"].randomElement(using: &random) ?? "" : ""
  }

  mutating func envelope(records: Int, _ random: inout SplitMix64) -> String {
    let list = (0..<records).map { _ in record(&random) }.joined(separator: "," + gap(&random))
    var members = [#""code":"200""#, #""msg":"\#(records) records""#, #""data":\#(gap(&random))[\#(list)]"#]
    members.shuffle(using: &random)
    return "{\(gap(&random))\(members.joined(separator: ",\(gap(&random))"))}\(gap(&random))"
  }

  private func record(_ random: inout SplitMix64) -> String {
    var members: [String] = []
    func add(_ name: String, _ value: String, _ random: inout SplitMix64) {
      members.append("\(key(name, &random))\(gap(&random)):\(gap(&random))\(value)")
    }
    if Int.random(in: 0..<5, using: &random) > 0 { add("text", value(&random), &random) }
    if Int.random(in: 0..<5, using: &random) > 0 { add("number", number(&random), &random) }
    if Bool.random(using: &random) { add("deep", #"{"x":[1,{"er":"no"}],"er":\#(value(&random))}"#, &random) }
    if Bool.random(using: &random) { add("other", #"[{"text":"no"},[],{}, "]}",-1.5e3]"#, &random) }
    members.shuffle(using: &random)
    return "{\(members.joined(separator: ","))}"
  }

  /// A key may be written with escapes too.
  private func key(_ name: String, _ random: inout SplitMix64) -> String {
    Int.random(in: 0..<8, using: &random) == 0
      ? #""\u00"# + hex(name.utf8.first ?? 0) + name.dropFirst() + "\"" : "\"\(name)\""
  }

  private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  private func number(_ random: inout SplitMix64) -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: "null"
    case 1: "\"\(Int.random(in: -99...99, using: &random))\""
    case 2: "\"x\""
    case 3: String(Int.random(in: Int.min...Int.max, using: &random))
    default: String(Int.random(in: -1_000...1_000, using: &random))
    }
  }

  private func value(_ random: inout SplitMix64) -> String {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return "null"
    case 1: return "\"\""
    case 2: return String(Int.random(in: 0...9_999, using: &random))
    default: break
    }
    var text = "\""
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let scalar = ResponseText.scalars.randomElement(using: &random) ?? "a"
      text += written(scalar, &random)
    }
    return text + "\""
  }

  private func written(_ scalar: Unicode.Scalar, _ random: inout SplitMix64) -> String {
    let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
    guard mustEscape || Int.random(in: 0..<4, using: &random) == 0 else { return String(scalar) }
    let short: [Unicode.Scalar: String] = [
      "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    ]
    if let short = short[scalar], Bool.random(using: &random) { return short }
    return String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
