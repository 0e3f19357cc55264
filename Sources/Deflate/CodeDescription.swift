/// The description of a block's own codes: their lengths, with runs, in a code of its own.
struct CodeDescription {
  private let literalsAndLengths: Int
  private let distances: Int
  private var items: [(symbol: Int, extra: Int)] = []
  private let code: PrefixCode
  private let told: Int

  /// The order in which the lengths of that code's codes are told, so that those at the end are seldom needed.
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let (repeatLast, fewZeros, manyZeros) = (16, 17, 18)
  private static let extraBits = [Int](repeating: 0, count: 16) + [2, 3, 7]
  private static let longestCode = 7

  init(_ codes: BlockCodes) {
    let symbols = codes.symbols.lengths
    let distances = codes.distances.lengths
    literalsAndLengths = (symbols.lastIndex { $0 > 0 } ?? 0) + 1
    self.distances = (distances.lastIndex { $0 > 0 } ?? 0) + 1
    items = CodeDescription.runs(symbols[..<literalsAndLengths] + distances[..<self.distances])
    var counts = [UInt32](repeating: 0, count: CodeDescription.order.count)
    for item in items { counts[item.symbol] += 1 }
    let code = PrefixCode(counts: counts, limit: CodeDescription.longestCode)
    self.code = code
    told = max(4, (CodeDescription.order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
  }

  private static func runs(_ lengths: ArraySlice<UInt8>) -> [(symbol: Int, extra: Int)] {
    var items: [(symbol: Int, extra: Int)] = []
    var rest = lengths
    while let length = rest.first {
      let run = rest.prefix { $0 == length }.count
      switch (length, run) {
      case (0, 11...):
        let zeros = min(run, 138)
        items.append((manyZeros, zeros - 11))
        rest.removeFirst(zeros)
      case (0, 3...):
        items.append((fewZeros, run - 3))
        rest.removeFirst(run)
      case (_, 4...):
        let repeats = min(run - 1, 6)
        items += [(Int(length), 0), (repeatLast, repeats - 3)]
        rest.removeFirst(repeats + 1)
      default:
        items.append((Int(length), 0))
        rest.removeFirst()
      }
    }
    return items
  }

  var bitCount: Int {
    5 + 5 + 4 + 3 * told
      + items.reduce(0) { $0 + Int(code.lengths[$1.symbol]) + CodeDescription.extraBits[$1.symbol] }
  }

  func append(to output: inout BitOutput, _ target: inout MutableRawSpan) {
    output.append(UInt64(literalsAndLengths - 257), 5)
    output.append(UInt64(distances - 1), 5)
    output.append(UInt64(told - 4), 4)
    output.store(&target)
    for symbol in CodeDescription.order[..<told] {
      output.append(UInt64(code.lengths[symbol]), 3)
      output.store(&target)
    }
    let codes = code.reversedCodes
    for item in items {
      output.append(UInt64(codes[item.symbol]), Int(code.lengths[item.symbol]))
      output.append(UInt64(item.extra), CodeDescription.extraBits[item.symbol])
      output.store(&target)
    }
  }
}
