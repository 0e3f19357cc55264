import Foundation
import Records
import TestSupport
import Testing
import Writing

/// Random rows against slow references.
struct RandomRowsTests {
  /// Rows of text, a decimal, an integer and a double, with the texts escaped at random.
  struct RandomRows {
    var texts: [String?]
    var rows: TestRows

    init(seed: UInt64, count: Int) {
      var generator = SplitMix64(seed: seed)
      let texts = (0..<count).map { _ in
        Int.random(in: 0..<8, using: &generator) == 0 ? nil : RandomRows.text(using: &generator)
      }
      self.texts = texts
      let values = texts.map { text -> [TestValue] in
        let escaped = text.map { TestValue.escaped(RandomRows.escaped($0, using: &generator)) } ?? .null
        let number = Int64.random(in: .min ... .max, using: &generator)
        let double = Double.random(in: -1e6...1e6, using: &generator)
        return [
          escaped, text.map { .text($0) } ?? .null, .integer(number), .double(double),
          .text("\(number).\(number.magnitude)"),
        ]
      }
      rows = TestRows(
        [("escaped", .string), ("plain", .string), ("integer", .integer), ("double", .double), ("decimal", .decimal)],
        values)
    }

    private static let scalars: [Unicode.Scalar] = [
      "a", "b", "c", "z", "0", " ", ",", "\"", "\\", "/", "\n", "\r", "\t", "\0", "\u{1F}", "\u{7F}", "ñ", "€",
      "🎉",
      ".", "'", "=", "\u{FFFF}", "\u{10FFFF}", "u",
    ]

    private static func text(using generator: inout SplitMix64) -> String {
      // Mostly plain, at times dense with what needs care, up to some blocks long.
      let length = Int.random(in: 0..<(Bool.random(using: &generator) ? 70 : 300), using: &generator)
      let isDense = Int.random(in: 0..<3, using: &generator) == 0
      var view = String.UnicodeScalarView()
      for _ in 0..<length {
        let isOdd = isDense || Int.random(in: 0..<30, using: &generator) == 0
        view.append(isOdd ? scalars[Int.random(in: 0..<scalars.count, using: &generator)] : "x")
      }
      return String(view)
    }

    /// The text as it may be written in a JSON document, with random escapes.
    private static func escaped(_ text: String, using generator: inout SplitMix64) -> String {
      var result = ""
      for scalar in text.unicodeScalars {
        let short: [Unicode.Scalar: String] = [
          "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{8}": "\\b",
        ]
        let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
        let choice = Int.random(in: 0..<6, using: &generator)
        if let short = short[scalar], choice < 4 {
          result += short
        } else if mustEscape || choice == 5 {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
      return result
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `CSV equals the reference writer's and is read back`(seed: UInt64) throws {
    let random = RandomRows(seed: seed, count: 90)
    let reference = ReferenceCSV()
    var expected = "escaped,plain,integer,double,decimal\n"
    for (text, row) in zip(random.texts, random.rows.rows) {
      guard case .integer(let integer) = row[2], case .double(let double) = row[3], case .text(let decimal) = row[4]
      else { return }
      let field = reference.field(text)
      expected += "\(field),\(field),\(integer),\(double),\(decimal)\n"
    }
    for padding in [0, 31, 64] {
      let bytes = try random.rows.encoded(by: CSVEncoder(random.rows.schema), padding: padding)
      #expect(String(decoding: bytes, as: UTF8.self) == expected)
      let read = try reference.lines(of: bytes).dropFirst()
      #expect(read.map { $0[0].text == "" && !$0[0].isQuoted ? nil : $0[0].text } == random.texts)
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `NDJSON is read back by JSONSerialization with any escapes`(seed: UInt64) throws {
    let random = RandomRows(seed: seed, count: 90)
    for padding in [0, 31, 64] {
      let bytes = try random.rows.encoded(by: NDJSONEncoder(random.rows.schema), padding: padding)
      let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
      #expect(lines.count == random.texts.count + 1 && lines.last?.isEmpty == true)
      for (line, (text, row)) in zip(lines, zip(random.texts, random.rows.rows)) {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        #expect(object["escaped"] as? String == text)
        #expect(object["plain"] as? String == text)
        #expect((object["integer"] as? NSNumber).map { TestValue.integer($0.int64Value) } == row[2])
        // Foundation's reader rounds the last digit of some doubles, so that they are compared as text.
        guard case .double(let double) = row[3], case .text(let decimal) = row[4] else { return }
        #expect(String(decoding: line, as: UTF8.self).hasSuffix(",\"double\":\(double),\"decimal\":\(decimal)}"))
      }
      let same = TestRows([("a", .string), ("b", .string)], random.rows.rows.map { [$0[0], $0[1]] })
      for line in try same.encoded(by: NDJSONEncoder(same.schema), padding: padding).split(separator: 10) {
        // `{"a":X,"b":X}`
        let half = (line.count - 11) / 2
        #expect(line.dropFirst(5).prefix(half).elementsEqual(line.dropLast(1).suffix(half)))
      }
    }
  }

  @Test func `batches of any size give the same bytes`() throws {
    let random = RandomRows(seed: 99, count: 100)
    for encoder in [try CSVEncoder(random.rows.schema), NDJSONEncoder(random.rows.schema)] as [any RowEncoder] {
      let whole = try random.rows.encoded(by: encoder)
      for size in [1, 7, 31, 32, 33, 64] {
        var encoder = encoder
        var output = OutputBuffer()
        encoder.begin(&output)
        for start in stride(from: 0, to: random.rows.rows.count, by: size) {
          var part = random.rows
          part.rows = Array(random.rows.rows[start..<min(start + size, random.rows.rows.count)])
          try encoder.append(part.batch(), to: &output)
        }
        #expect(
          String(decoding: output.bytes(in: 0..<output.count), as: UTF8.self) == String(decoding: whole, as: UTF8.self))
      }
    }
  }
}
