import Records
import TestSupport
import Testing
import Writing

struct TypedValueTests {
  @Test func `integers are written digit by digit`() throws {
    var numbers: [Int64] = [0, -1, .min, .max]
    for digits in 0..<19 {
      let power = (0..<digits).reduce(Int64(1)) { power, _ in power * 10 }
      numbers += [power, power - 1, power + 1, -power, 1 - power, power * 9 / 7]
    }
    let text = try TestRows(.integer, numbers.map { .integer($0) }).csv()
    #expect(text == numbers.map { "\($0)\n" }.joined())
  }

  @Test(arguments: [
    (0.0, "0.0"), (-0.0, "-0.0"), (12, "12.0"), (-12, "-12.0"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"),
    (1e20, "1e+20"), (-1e20, "-1e+20"), (1e-7, "1e-07"), (.leastNonzeroMagnitude, "5e-324"),
    (1e15, "1000000000000000.0"),
    (9_007_199_254_740_991, "9007199254740991.0"), (9_007_199_254_740_992, "9007199254740992.0"),
    (1.7976931348623157e308, "1.7976931348623157e+308"), (1234.5678, "1234.5678"),
  ])
  func `doubles are the shortest text that is read back as the same value`(number: Double, text: String) throws {
    let rows = TestRows(.double, [.double(number)])
    #expect(try rows.csv() == text + "\n")
    #expect(try rows.ndjson() == "{\"a\":\(text)}\n")
    #expect(text == number.description)
    #expect(Double(text)?.bitPattern == number.bitPattern)
  }

  @Test func `times equal the reference formatter's`() throws {
    let day: Int64 = 86_400_000_000
    var times: [Int64] = [0, -1, 1, day - 1, day, -day, -day - 1, .max, -106_751_991 * day, 1_790_830_800_000_000]
    times += [1_500_000, 1_000_001, 120, -999_999, 253_402_300_799_999_999, 253_402_300_800_000_000]
    times += [-62_167_219_200_000_000, -62_167_219_200_000_001]
    var generator = SplitMix64(seed: 7)
    for _ in 0..<500 { times.append(Int64.random(in: -(1 << 57)...(1 << 57), using: &generator)) }
    for _ in 0..<500 { times.append(Int64.random(in: 0...2_000_000_000, using: &generator) * 1_000_000) }
    let values = times.map { TestValue.integer($0) }
    let expected = times.map { CivilTime(microseconds: $0).description }
    let local = try TestRows(.localTimestamp, values).csv().split(separator: "\n").map(String.init)
    let instants = try TestRows(.timestamp, values).csv().split(separator: "\n").map(String.init)
    #expect(local.count == expected.count)
    for (expected, (local, instant)) in zip(expected, zip(local, instants)) {
      #expect(local == expected)
      #expect(instant == expected + "Z")
    }
  }

  @Test(arguments: [
    (0, "1970-01-01"), (-1, "1969-12-31"), (20_727, "2026-10-01"), (2_932_896, "9999-12-31"),
    (2_932_897, "+10000-01-01"), (-719_528, "0000-01-01"), (-719_529, "-0001-12-31"),
  ])
  func `days are written as calendar dates`(day: Int64, text: String) throws {
    #expect(try TestRows(.date, [.integer(day)]).csv() == text + "\n")
    #expect(try TestRows(.date, [.integer(day)]).ndjson() == "{\"a\":\"\(text)\"}\n")
  }
}
