import TestSupport

/// Records in which each key mostly has a value that its columns take.
struct RandomRecords {
  let isIndented: Bool

  private static let texts = [
    #""plain""#, #""""#, #""-""#, #"" padded\t ""#, #""a,b \"quoted\"\r\nline""#, #""\u00e9 é \ud83d\ude00 😀""#, "12",
    "true",
    #""\\.""#, "\"\u{7F}\\u0000\\u001f\"", #""=1+1""#, #""half \ud83d of a pair""#, #""\q and \u12""#,
    #""long enough to fill a block of sixty-four bytes, and \"then\" some more of it""#,
  ]
  private static let numbers = [
    "0", "-7", "9007199254740993", "-9223372036854775808", #""42""#, #""-0""#, #""007""#, #""+5""#,
  ]
  private static let decimals = numbers + ["1.50", "-0.000", "1e3", #""12.5E-2""#, "123456789012345678901234567890.5"]
  private static let flags = ["true", "false", "1", "0", #""yes""#, #""No""#]
  private static let days = [#""2026-10-01""#, #""20261001""#, #""2024-02-29T00:00:00""#, #""1969-12-31 00:00:00""#]
  private static let times = [
    #""2026-10-25T02:30:00""#, #""2026-03-29 02:30:00""#, #""2026-10-01T05:00:00Z""#,
    #""2026-10-01 05:00:00.250+02:00""#,
    #""1999-12-31T23:59:59.999999""#,
  ]
  private static let lengths = [#""00:01:30""#, #""125:00:00""#, "90", #""-1:00:01""#, #""15""#]
  private static let structures = [
    "[]", "{}", #"[ "a" , 1.50 , null , true ]"#, #"{ "k" : [ { "text" : "no" } ] , "l" : "é\n" }"#,
    #"["x;y","\ud800"]"#,
    "\"text\"", "3",
  ]
  private static let bad = [
    #""2026-02-30""#, #""25:61""#, #""12.0.0""#, "9223372036854775808", "[1]", #"{"x":2}"#, #""maybe""#, "1e400",
  ]

  func body(records: Int, _ random: inout SplitMix64) -> [UInt8] {
    let list = (0..<records).map { _ in record(&random) }.joined(separator: "," + gap(&random))
    let members = [#""code": "200""#, #""msg":"\#(records) records""#, #""data":\#(gap(&random))[\#(list)]"#]
      .shuffled(using: &random)
    return Array("{\(gap(&random))\(members.joined(separator: ","))}\n".utf8)
  }

  private func record(_ random: inout SplitMix64) -> String {
    let pools = [
      ("text", Self.texts), ("whole", Self.numbers), ("exact", Self.decimals), ("float", Self.decimals),
      ("flag", Self.flags), ("day", Self.days), ("at", Self.times), ("length", Self.lengths), ("raw", Self.structures),
      ("n", [#"{"y":1,"x":"deep"}"#, #"{"x":null}"#, "7", "{}"]), ("other", Self.structures),
    ]
    var members: [String] = []
    for (key, pool) in pools where Int.random(in: 0..<6, using: &random) > 0 {
      let isOdd = Int.random(in: 0..<40, using: &random) == 0
      let value =
        Int.random(in: 0..<10, using: &random) == 0 ? "null" : (isOdd ? Self.bad : pool).randomElement(using: &random)
      members.append("\(self.key(key, &random)):\(gap(&random))\(value ?? "null")")
    }
    if Int.random(in: 0..<4, using: &random) == 0 { members.shuffle(using: &random) }
    if Int.random(in: 0..<10, using: &random) == 0 { members.append(#""text":"the last of two""#) }
    return "{\(members.joined(separator: "," + gap(&random)))}"
  }

  private func key(_ name: String, _ random: inout SplitMix64) -> String {
    Int.random(in: 0..<20, using: &random) == 0 && name.hasPrefix("t")
      ? "\"\\u0074\(name.dropFirst())\"" : "\"\(name)\""
  }

  private func gap(_ random: inout SplitMix64) -> String {
    isIndented ? ["", " ", "\n    ", "\t\r\n"].randomElement(using: &random) ?? "" : ""
  }
}
