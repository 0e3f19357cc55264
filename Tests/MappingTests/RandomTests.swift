import Mapping
import Records
import TestSupport
import Testing

/// Random values of all kinds: the mapping and the plain reference must agree on every one.
struct RandomTests {
  private static let types = ColumnType.allCases.filter { $0 != .json }

  @Test(arguments: types, 1...4)
  func `random values are mapped as by the reference implementation`(_ type: ColumnType, _ seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed) &* 31 &+ UInt64(type.rawValue.utf8.count))
    for _ in 0..<4 {
      let format = RandomTests.format(for: type, using: &generator)
      let reference = ReferenceMapping(
        type: type, format: format,
        nullIf: [[], ["-", ""], ["0", "é", "1e3"]].randomElement(using: &generator) ?? [],
        trim: Bool.random(using: &generator),
        defaultValue: [nil, nil, "1", "2026-10-01", "20261001", "x y"].randomElement(using: &generator) ?? nil,
        keepsNUL: Bool.random(using: &generator),
        zone: [TimeZoneTransitions.utc, Zones.madrid, Zones.saoPaulo].randomElement(using: &generator) ?? .utc)
      let values = (0..<120).map { _ in
        format.flatMap { RandomTests.time(of: $0, using: &generator) } ?? RandomTests.value(using: &generator)
      }
      let records = values.map { $0.map { Array(#"{"v" : "#.utf8) + $0 + Array(" }".utf8) } ?? Array("{}".utf8) }
      let column = OneColumn(
        type, format: format?.text, nullIf: reference.nullIf, trim: reference.trim,
        defaultValue: reference.defaultValue, keepsNUL: reference.keepsNUL, zone: reference.zone)
      let mapped = try column.map(RawBatch(bytes: records, keys: ["v"]))
      let rejected = Set(mapped.rejects.map(\.index))
      #expect(rejected.count + mapped.rows.rowCount == values.count)
      var row = 0
      for (index, value) in values.enumerated() {
        let result: ReferenceMapping.Result = rejected.contains(index) ? .bad : .cell(mapped.rows.cell(row, 0))
        if !rejected.contains(index) { row += 1 }
        #expect(
          result == reference.result(value),
          "\(value.map { String(decoding: $0, as: UTF8.self) } ?? "missing"): \(reference)")
      }
    }
  }

  /// None, or one of many, for a column of times.
  private static func format(for type: ColumnType, using generator: inout SplitMix64) -> ReferenceTimeFormat? {
    guard [.timestamp, .localTimestamp, .date].contains(type) else { return nil }
    return Bool.random(using: &generator) ? nil : ReferenceTimeFormat.some.randomElement(using: &generator)
  }

  /// A time as the format writes it, often with something wrong; seldom nothing.
  private static func time(of format: ReferenceTimeFormat, using generator: inout SplitMix64) -> [UInt8]? {
    guard let pattern = try? TimePattern(format.text), Int.random(in: 0..<4, using: &generator) > 0 else { return nil }
    let span: Range<Int64> =
      Bool.random(using: &generator) ? 1_540_000_000..<1_800_000_000 : -63_000_000_000..<254_000_000_000
    let second = Int64.random(in: span, using: &generator)
    let step: Int64 = [1, 900, 86_400].randomElement(using: &generator) ?? 1
    let fraction = Int64([0, 500_000, 123_456].randomElement(using: &generator) ?? 0)
    let time = CivilTime(microseconds: second / step * step * 1_000_000 + fraction)
    var text = pattern.rendered(time, offset: [0, -18_000, 20_700].randomElement(using: &generator) ?? 0)
    if pattern.isEpoch {
      text += ["", "", ".5", ".123456", ".1234567", ".0", "e0", "E3"].randomElement(using: &generator) ?? ""
    }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: text += ["0", " ", "Z", "x"].randomElement(using: &generator) ?? ""
    case 1: text = String(text.dropLast())
    case 2:
      var bytes = Array(text.utf8)
      bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8(ascii: "3")
      text = String(decoding: bytes, as: UTF8.self)
    default: break
    }
    let isNumber = pattern.isEpoch && !text.isEmpty && text.utf8.allSatisfy { "0123456789-.eE".utf8.contains($0) }
    return isNumber && Bool.random(using: &generator) ? Array(text.utf8) : quoted(text)
  }

  /// A scalar's JSON text, or nothing for a missing key.
  private static func value(using generator: inout SplitMix64) -> [UInt8]? {
    switch Int.random(in: 0..<20, using: &generator) {
    case 0: return nil
    case 1: return Array(["null", "true", "false"].randomElement(using: &generator)!.utf8)
    case 2...5: return Array(number(using: &generator).utf8)
    case 6...7: return quoted(number(using: &generator))
    case 8...12: return quoted(clock(using: &generator))
    default: return text(using: &generator)
    }
  }

  private static func quoted(_ text: String) -> [UInt8] {
    Array("\"\(text)\"".utf8)
  }

  private static func number(using generator: inout SplitMix64) -> String {
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
    }
    var text = ["", "", "-", "+"].randomElement(using: &generator)!
    text += digits([0, 1, 1, 2, 3, 8, 17, 19, 20].randomElement(using: &generator)!)
    if Int.random(in: 0..<3, using: &generator) == 0 { text += "." + digits(Int.random(in: 0...4, using: &generator)) }
    if Int.random(in: 0..<4, using: &generator) == 0 {
      text +=
        ["e", "E", "e-", "E+"].randomElement(using: &generator)! + digits(Int.random(in: 0...3, using: &generator))
    }
    return text.isEmpty ? "0" : text
  }

  /// A date, time or duration, often with something wrong.
  private static func clock(using generator: inout SplitMix64) -> String {
    func two(_ range: ClosedRange<Int>) -> String {
      let number = Int.random(in: range, using: &generator)
      return number < 10 ? "0\(number)" : "\(number)"
    }
    let day = [
      "2026-\(two(0...13))-\(two(0...32))", "2026-10-25", "2018-11-04", "2026-03-29", "1969-12-31", "20261001",
    ]
    .randomElement(using: &generator)!
    let time = "\(two(0...24)):\(two(0...60)):\(two(0...60))"
    let fraction = ["", "", ".5", ".000", ".123456", ".1234567", ".123456000", "."].randomElement(using: &generator)!
    let offset = ["", "", "", "Z", "+02:00", "-0530", "+05", "+5", "Zx"].randomElement(using: &generator)!
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return day
    case 1: return time
    case 2: return "-1" + time + fraction
    case 3: return String(time.dropLast(3)) + offset
    case 4: return day + " " + time.dropLast(3) + offset
    case 5: return day + ["T", " "].randomElement(using: &generator)! + "00:00:00"
    default: return day + ["T", " ", "_"].randomElement(using: &generator)! + time + fraction + offset
    }
  }

  /// Pieces of text, good and bad, in a row.
  private static func text(using generator: inout SplitMix64) -> [UInt8] {
    let pieces: [[UInt8]] =
      [
        "a", "-", "0", "1", "true", "No", " ", "  ", "\t", "é", "😀", "long enough for words", #"\n"#, #"\t"#,
        #"\u0020"#,
        #"\\"#, #"\/"#, #"\""#, #"\u00e9"#, #"\ud83d\ude00"#, #"\ud83d"#, #"\ude00"#, #"\u12"#, #"\q"#, #"\u0031"#,
        #"\u0000"#,
      ].map { Array($0.utf8) } + [
        [0xFF], [0xC3], [0xE1, 0x80], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0x01], [0x00], [0xC0, 0xAF],
      ]
    let count = Int.random(in: 0...5, using: &generator)
    let content = (0..<count).flatMap { _ in pieces.randomElement(using: &generator)! }
    return [UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")]
  }
}
