import Parquet
import Testing

struct ZstdTests {
  @Test(arguments: 0..<7)
  func `copies and literals make up the bytes again`(kind: Int) {
    var generator = SeededGenerator(seed: UInt64(kind))
    for size in [0, 1, 7, 8, 9, 100, 5_000, 150_000] {
      let bytes = ZstdTests.bytes(kind: kind, count: size, using: &generator)
      var finder = ZstdMatchFinder(bytes)
      var made: [UInt8] = []
      var recent = (1, 4)
      for start in stride(from: 0, to: bytes.count, by: 50_000) {
        let found = finder.sequences(in: bytes, start..<min(start + 50_000, bytes.count))
        ZstdTests.unfold(found, onto: &made, &recent)
      }
      #expect(made == bytes)
    }
  }

  @Test func `repeated text shrinks to next to nothing`() {
    let text = Array(String(repeating: "all work and no play makes Jack a dull boy. ", count: 20_000).utf8)
    #expect(ZstdCompressor.compress(text).count < 400)
    #expect(ZstdCompressor.compress([UInt8](repeating: 7, count: 1_000_000)).count < 60)
  }

  @Test func `bytes without order grow by a few`() {
    var generator = SeededGenerator(seed: 1)
    let bytes = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    #expect(ZstdCompressor.compress(bytes).count < bytes.count + 30)
    #expect(ZstdCompressor.compress([]) == [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x00, 0x01, 0x00, 0x00])
  }

  @Test(arguments: [2, 3, 60, 200, 256])
  func `codes are complete and no code begins another`(symbols: Int) throws {
    for skew in [1, 2, 20] {
      // Counts that grow like powers would give codes far beyond the limit.
      var count = 1.0
      let counts = (0..<256).map { symbol -> Int in
        guard symbol < symbols else { return 0 }
        count = min(count * (1 + Double(skew) / 10), 1e15)
        return Int(count)
      }
      let table = try #require(HuffmanTable(counts: counts))
      let lengths = table.codes.map { Int($0 & 0xFF) }.filter { $0 > 0 }
      #expect(lengths.count == symbols)
      #expect(lengths.max() ?? 0 <= 11)
      #expect(lengths.reduce(0) { $0 + 2_048 >> $1 } == 2_048)
      let spans = table.codes.filter { $0 & 0xFF > 0 }.map { code -> Range<Int> in
        let (bits, length) = (Int(code >> 8), Int(code & 0xFF))
        return (bits << (11 - length))..<((bits + 1) << (11 - length))
      }
      let sorted = spans.sorted { $0.lowerBound < $1.lowerBound }
      #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    }
  }

  @Test func `shares fill the table and leave no symbol out`() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<500 {
      let counts = (0..<Int.random(in: 2...53, using: &generator)).map { _ in
        Bool.random(using: &generator) ? 0 : 1 << Int.random(in: 0...16, using: &generator)
      }
      guard counts.count(where: { $0 > 0 }) > 1 else { continue }
      let total = counts.reduce(0, +)
      let tableLog = FiniteStateTable.tableLog(most: 9, total: total, symbolCount: counts.count)
      let shares = FiniteStateTable.shares(of: counts, total: total, tableLog: tableLog)
      #expect(shares.reduce(0, +) == 1 << tableLog)
      #expect(zip(counts, shares).allSatisfy { ($0 == 0) == ($1 == 0) && $1 >= 0 })
    }
  }

  /// Bytes with many kinds of order.
  static func bytes(kind: Int, count: Int, using generator: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    let highest = UInt8.random(in: 1...255, using: &generator)
    while bytes.count < count {
      switch kind {
      case 0: bytes.append(UInt8.random(in: 0...highest, using: &generator))
      case 1: bytes.append(UInt8(Double(highest) * Double.random(in: 0..<1, using: &generator).squareRoot()))
      case 2 where bytes.count > 10 && Int.random(in: 0..<3, using: &generator) == 0:
        let distance = Int.random(in: 1...bytes.count, using: &generator)
        for _ in 0..<Int.random(in: 3...300, using: &generator) { bytes.append(bytes[bytes.count - distance]) }
      case 2: bytes.append(contentsOf: (0..<9).map { _ in UInt8.random(in: 0...highest, using: &generator) })
      case 3:
        bytes += repeatElement(highest &* UInt8(bytes.count % 7), count: 1 << Int.random(in: 0...14, using: &generator))
      case 4: bytes += Array("\(bytes.count) words é \(Int.random(in: 0...1_000, using: &generator)), ".utf8)
      case 5: bytes += repeatElement(0, count: Int.random(in: 0...70_000, using: &generator)) + [1]
      default: bytes += (0..<8).map { UInt8(truncatingIfNeeded: bytes.count * 1_000_003 >> (8 * $0)) }
      }
    }
    return Array(bytes.prefix(count))
  }

  /// A first block without order, stored as it is, but for a short copy near its beginning; a second one made of copies
  /// from the same distance, which the reader has not heard of.
  static func copyAcrossBlocks(_ copied: Int, using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for _ in 0..<copied { bytes.append(bytes[bytes.count - 150]) }
    while bytes.count < 131_072 { bytes.append(UInt8.random(in: 0...255, using: &generator)) }
    for _ in 0..<3_000 { bytes.append(bytes[bytes.count - 150]) }
    return bytes
  }

  private static func unfold(_ found: ZstdSequences, onto bytes: inout [UInt8], _ recent: inout (Int, Int)) {
    var literals = found.literals[...]
    for sequence in found.list {
      bytes += literals.prefix(Int(sequence.literals))
      literals = literals.dropFirst(Int(sequence.literals))
      if sequence.offset > 3 {
        recent = (Int(sequence.offset) - 3, recent.0)
      } else {
        #expect(sequence.offset == 1)
        if sequence.literals == 0 { recent = (recent.1, recent.0) }
      }
      for _ in 0..<sequence.match { bytes.append(bytes[bytes.count - recent.0]) }
    }
    bytes += literals
  }
}
