/// How a block is made of literals and of copies of what came before.
package struct ZstdSequences {
  package struct Sequence {
    /// Literals before the copy.
    package var literals: UInt32
    /// 3 or more.
    package var match: UInt32
    /// 1: the offset of the copy before, or, without literals, of the one before that; else the distance plus 3.
    package var offset: UInt32
  }

  package var literals: [UInt8] = []
  package var list: [Sequence] = []

  /// The section of a block that holds the sequences.
  func appendSection(to bytes: inout [UInt8]) {
    appendCount(to: &bytes)
    guard !list.isEmpty else { return }
    let code = ZstdCode()
    let codes = list.map { sequence in
      (
        literals: code.literals(sequence.literals), offset: sequence.offset.significantBits - 1,
        match: code.match(sequence.match - 3)
      )
    }
    let literalTable = CodeTable(codes.map(\.literals), .literals)
    let offsetTable = CodeTable(codes.map(\.offset), .offsets)
    let matchTable = CodeTable(codes.map(\.match), .matches)
    bytes.append(literalTable.mode << 6 | offsetTable.mode << 4 | matchTable.mode << 2)
    for table in [literalTable, offsetTable, matchTable] { bytes.append(contentsOf: table.description) }

    // Three states and three numbers: 27 + 16 + 16 + 24 bits at most, so they are stored in two goes.
    var output = BackwardBits(after: bytes, room: list.count * 12)
    guard let last = codes.last else { return }
    var literalState = literalTable.table.start(last.literals)
    var offsetState = offsetTable.table.start(last.offset)
    var matchState = matchTable.table.start(last.match)
    var index = list.count - 1
    while true {
      let sequence = list[index]
      let own = codes[index]
      output.append(UInt64(sequence.literals), code.literalBits[own.literals])
      output.append(UInt64(sequence.match - 3), code.matchBits[own.match])
      output.store()
      output.append(UInt64(sequence.offset), own.offset)
      output.store()
      if index == 0 { break }
      index -= 1
      let next = codes[index]
      offsetTable.table.encode(next.offset, &offsetState, &output)
      matchTable.table.encode(next.match, &matchState, &output)
      literalTable.table.encode(next.literals, &literalState, &output)
      output.store()
    }
    output.append(UInt64(matchState), matchTable.table.tableLog)
    output.append(UInt64(offsetState), offsetTable.table.tableLog)
    output.append(UInt64(literalState), literalTable.table.tableLog)
    bytes = output.finish()
  }

  private func appendCount(to bytes: inout [UInt8]) {
    let count = list.count
    if count < 128 {
      bytes.append(UInt8(count))
    } else if count < 0x7F00 {
      bytes.append(UInt8(count >> 8 + 128))
      bytes.append(UInt8(truncatingIfNeeded: count))
    } else {
      bytes.append(255)
      bytes.appendLittleEndian(UInt16(count - 0x7F00))
    }
  }
}

/// The table for one of the three kinds of codes, chosen by how many there are.
private struct CodeTable {
  /// 0: the format's own table; 1: a single symbol; 2: a table of its own, described.
  let mode: UInt8
  let description: [UInt8]
  let table: FiniteStateTable

  init(_ codes: [Int], _ kind: ZstdCode.Kind) {
    var counts = [Int](repeating: 0, count: (codes.max() ?? 0) + 1)
    for code in codes { counts[code] += 1 }
    if counts.count(where: { $0 > 0 }) == 1 {
      mode = 1
      description = [UInt8(counts.count - 1)]
      // One symbol takes no bits: a table of one cell, as it were.
      table = FiniteStateTable(shares: counts.map { $0 > 0 ? 1 : 0 }, tableLog: 0)
    } else if codes.count < 48, counts.count <= kind.shares.count {
      mode = 0
      description = []
      table = FiniteStateTable(shares: kind.shares, tableLog: kind.tableLog)
    } else {
      mode = 2
      let tableLog = FiniteStateTable.tableLog(most: kind.mostLog, total: codes.count, symbolCount: counts.count)
      let shares = FiniteStateTable.shares(of: counts, total: codes.count, tableLog: tableLog)
      table = FiniteStateTable(shares: shares, tableLog: tableLog)
      var bytes: [UInt8] = []
      table.appendDescription(to: &bytes)
      description = bytes
    }
  }
}

/// The codes of lengths, and how many bits more each of them has.
struct ZstdCode {
  let literalBits =
    Array(repeating: 0, count: 16) + [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
  let matchBits =
    Array(repeating: 0, count: 32) + [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
  /// By lengths below 64: the code of a number of literals.
  private let literalCodes: [Int]
  /// By lengths below 128: the code of a match that is 3 longer.
  private let matchCodes: [Int]

  init() {
    literalCodes = ZstdCode.codes(bits: literalBits, below: 64)
    matchCodes = ZstdCode.codes(bits: matchBits, below: 128)
  }

  @inline(__always)
  func literals(_ count: UInt32) -> Int {
    count < 64 ? literalCodes[Int(count)] : count.significantBits - 1 + 19
  }

  @inline(__always)
  func match(_ length: UInt32) -> Int {
    length < 128 ? matchCodes[Int(length)] : length.significantBits - 1 + 36
  }

  private static func codes(bits: [Int], below limit: Int) -> [Int] {
    var codes: [Int] = []
    for (code, bits) in bits.enumerated() where codes.count < limit {
      codes.append(contentsOf: repeatElement(code, count: min(1 << bits, limit - codes.count)))
    }
    return codes
  }

  /// The tables that the format gives, and the size that others may have.
  enum Kind {
    case literals
    case offsets
    case matches

    var shares: [Int] {
      switch self {
      case .literals:
        [
          4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1,
          -1,
        ]
      case .offsets:
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1]
      case .matches:
        [1, 4, 3, 2, 2, 2, 2, 2, 2] + Array(repeating: 1, count: 37) + Array(repeating: -1, count: 7)
      }
    }

    var tableLog: Int { self == .offsets ? 5 : 6 }
    var mostLog: Int { self == .offsets ? 8 : 9 }
  }
}
