import Deflate

/// A prefix code for the bytes of a block's literals, none longer than 11 bits.
package struct HuffmanTable {
  /// By byte: the code in the upper bits, its length in the lowest eight; 0 for bytes that do not occur.
  package private(set) var codes: [UInt32] = Array(repeating: 0, count: 256)
  private var weights: [Int] = []

  private static let mostBits = 11

  /// Nil where fewer than two different bytes occur.
  package init?(counts: [Int]) {
    guard counts.count(where: { $0 > 0 }) >= 2 else { return nil }
    let lengths = PrefixCode(counts: counts, limit: HuffmanTable.mostBits).lengths.map { Int($0) }
    let longest = lengths.max() ?? 0
    let lastSymbol = lengths.lastIndex { $0 > 0 } ?? 0
    weights = lengths[...lastSymbol].map { $0 == 0 ? 0 : longest + 1 - $0 }
    // The longest codes come first, each length in the order of the bytes.
    var code = 0
    for length in stride(from: longest, through: 1, by: -1) {
      for symbol in 0...lastSymbol where lengths[symbol] == length {
        codes[symbol] = UInt32(code << 8 | length)
        code += 1
      }
      code >>= 1
    }
  }

  /// The bits that bytes take which occur so often; nil where one of them has no code.
  func bitCount(_ counts: [Int]) -> Int? {
    var bits = 0
    for (count, code) in zip(counts, codes) where count > 0 {
      guard code != 0 else { return nil }
      bits += count * Int(code & 0xFF)
    }
    return bits
  }

  /// The code's description, or nil where the format has none for it.
  func description() -> [UInt8]? {
    // The last weight follows from the others.
    let told = Array(weights.dropLast())
    let direct = told.count <= 128 ? HuffmanTable.direct(told) : nil
    let packed = HuffmanTable.packed(told)
    guard let packed, packed.count < direct?.count ?? .max else { return direct }
    return packed
  }

  private static func direct(_ weights: [Int]) -> [UInt8] {
    var bytes = [UInt8(127 + weights.count)]
    for index in stride(from: 0, to: weights.count, by: 2) {
      bytes.append(UInt8(weights[index] << 4 | (index + 1 < weights.count ? weights[index + 1] : 0)))
    }
    return bytes
  }

  /// The weights by finite state entropy coding, in two states that take turns.
  private static func packed(_ weights: [Int]) -> [UInt8]? {
    var counts = [Int](repeating: 0, count: (weights.max() ?? 0) + 1)
    for weight in weights { counts[weight] += 1 }
    guard weights.count > 2, counts.count(where: { $0 > 0 }) > 1 else { return nil }
    let tableLog = FiniteStateTable.tableLog(most: 6, total: weights.count, symbolCount: counts.count)
    let table = FiniteStateTable(
      shares: FiniteStateTable.shares(of: counts, total: weights.count, tableLog: tableLog), tableLog: tableLog)
    var bytes: [UInt8] = [0]
    table.appendDescription(to: &bytes)
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: weights.count + BackwardBits.slack))
    var output = BackwardBits(at: start)
    var space = bytes.mutableSpan
    var target = space.mutableBytes
    var states: [UInt32?] = [nil, nil]
    for index in weights.indices.reversed() {
      if var state = states[index % 2] {
        table.encode(weights[index], &state, &output)
        output.store(&target)
        states[index % 2] = state
      } else {
        states[index % 2] = table.start(weights[index])
      }
    }
    for state in [states[1], states[0]] {
      output.append(UInt64(state ?? 0), tableLog)
      output.store(&target)
    }
    output.finish(&target)
    bytes.removeSubrange(output.position...)
    guard bytes.count <= 128 else { return nil }
    bytes[0] = UInt8(bytes.count - 1)
    return bytes
  }

  /// Appends some literals in this code, the last one first.
  func append(_ literals: RawSpan, to bytes: inout [UInt8]) {
    let start = bytes.count
    let room = literals.byteCount * HuffmanTable.mostBits / 8 + 1 + BackwardBits.slack
    bytes.append(contentsOf: repeatElement(0, count: room))
    var output = BackwardBits(at: start)
    var space = bytes.mutableSpan
    var target = space.mutableBytes
    let codes = codes.span
    func append(at position: Int) {
      let code = codes[Int(literals.unsafeLoad(fromByteOffset: position, as: UInt8.self))]
      output.append(UInt64(code &>> 8), Int(code & 0xFF))
    }
    var position = literals.byteCount
    while position >= 4 {
      // Four codes have 44 bits at most.
      append(at: position &- 1)
      append(at: position &- 2)
      append(at: position &- 3)
      append(at: position &- 4)
      position &-= 4
      output.store(&target)
    }
    while position > 0 {
      position &-= 1
      append(at: position)
      output.store(&target)
    }
    output.finish(&target)
    bytes.removeSubrange(output.position...)
  }
}
