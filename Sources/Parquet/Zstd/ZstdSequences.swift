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
  func appendSection(to bytes: inout [UInt8], _ tables: inout ZstdTables) {
    appendCount(to: &bytes)
    guard !list.isEmpty else { return }
    let codes = SequenceCodes(list)
    let literalTable = CodeTable(codes.literals, of: list.count, .literals, previous: tables.literals)
    let offsetTable = CodeTable(codes.offsets, of: list.count, .offsets, previous: tables.offsets)
    let matchTable = CodeTable(codes.matches, of: list.count, .matches, previous: tables.matches)
    bytes.append(literalTable.mode << 6 | offsetTable.mode << 4 | matchTable.mode << 2)
    for table in [literalTable, offsetTable, matchTable] { bytes.append(contentsOf: table.description) }
    tables.literals = literalTable.table
    tables.offsets = offsetTable.table
    tables.matches = matchTable.table
    append(codes.packed, literalTable.table, offsetTable.table, matchTable.table, to: &bytes)
  }

  /// The last sequence comes first.
  private func append(
    _ codes: [PackedCodes], _ literals: FiniteStateTable, _ offsets: FiniteStateTable, _ matches: FiniteStateTable,
    to bytes: inout [UInt8]
  ) {
    guard let last = codes.last else { return }
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: list.count * 12 + BackwardBits.slack))
    var output = BackwardBits(at: start)
    var space = bytes.mutableSpan
    var target = space.mutableBytes
    let literalBits = ZstdCode.literalBits
    let matchBits = ZstdCode.matchBits
    var literalState = literals.start(last.literals)
    var offsetState = offsets.start(last.offset)
    var matchState = matches.start(last.match)
    var index = list.count &- 1
    while true {
      let sequence = list[index]
      let own = codes[index]
      // Three states and a length have 42 bits at most, a length and an offset 47.
      output.append(UInt64(sequence.literals), literalBits[own.literals])
      output.store(&target)
      output.append(UInt64(sequence.match &- 3), matchBits[own.match])
      output.append(UInt64(sequence.offset), own.offset)
      output.store(&target)
      if index == 0 { break }
      index &-= 1
      let next = codes[index]
      offsets.encode(next.offset, &offsetState, &output)
      matches.encode(next.match, &matchState, &output)
      literals.encode(next.literals, &literalState, &output)
    }
    output.append(UInt64(matchState), matches.tableLog)
    output.append(UInt64(offsetState), offsets.tableLog)
    output.append(UInt64(literalState), literals.tableLog)
    output.store(&target)
    output.finish(&target)
    bytes.removeSubrange(output.position...)
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

/// The tables of the block before, which a block may use again.
struct ZstdTables {
  var huffman: HuffmanTable?
  var literals: FiniteStateTable?
  var offsets: FiniteStateTable?
  var matches: FiniteStateTable?
}

/// The codes of one sequence.
private struct PackedCodes {
  private var bits: UInt32

  @inline(__always)
  init(literals: Int, offset: Int, match: Int) {
    bits = UInt32(truncatingIfNeeded: literals &<< 16 | offset &<< 8 | match)
  }

  @inline(__always) var literals: Int { Int(bits &>> 16) }
  @inline(__always) var offset: Int { Int(bits &>> 8 & 0xFF) }
  @inline(__always) var match: Int { Int(bits & 0xFF) }
}

/// The codes of a block's sequences, and how often each is met.
private struct SequenceCodes {
  private(set) var packed: [PackedCodes] = []
  private(set) var literals = [Int](repeating: 0, count: 36)
  private(set) var offsets = [Int](repeating: 0, count: 32)
  private(set) var matches = [Int](repeating: 0, count: 53)

  init(_ list: [ZstdSequences.Sequence]) {
    packed.reserveCapacity(list.count)
    let literalCodes = ZstdCode.literalCodes
    let matchCodes = ZstdCode.matchCodes
    for sequence in list {
      let codes = PackedCodes(
        literals: ZstdCode.literals(sequence.literals, literalCodes),
        offset: sequence.offset.significantBits &- 1, match: ZstdCode.match(sequence.match &- 3, matchCodes))
      literals[codes.literals] &+= 1
      offsets[codes.offset] &+= 1
      matches[codes.match] &+= 1
      packed.append(codes)
    }
  }
}

/// The table for one of the three kinds of codes, chosen by how many there are.
private struct CodeTable {
  /// 0: the format's own table; 1: a single symbol; 2: a table of its own, described; 3: the one of the block before.
  let mode: UInt8
  let description: [UInt8]
  let table: FiniteStateTable

  /// - Parameter counts: by code; `total` is their sum.
  init(_ counts: [Int], of total: Int, _ kind: ZstdCode.Kind, previous: FiniteStateTable?) {
    let counts = Array(counts[...(counts.lastIndex { $0 > 0 } ?? 0)])
    if counts.count(where: { $0 > 0 }) == 1 {
      mode = 1
      description = [UInt8(counts.count - 1)]
      // One symbol takes no bits: a table of one cell, as it were.
      table = FiniteStateTable(shares: counts.map { $0 > 0 ? 1 : 0 }, tableLog: 0)
      return
    }
    if total < 48, counts.count <= kind.shares.count {
      mode = 0
      description = []
      table = FiniteStateTable(shares: kind.shares, tableLog: kind.tableLog)
      return
    }
    let tableLog = FiniteStateTable.tableLog(most: kind.mostLog, total: total, symbolCount: counts.count)
    let shares = FiniteStateTable.shares(of: counts, total: total, tableLog: tableLog)
    let own = FiniteStateTable(shares: shares, tableLog: tableLog)
    var bytes: [UInt8] = []
    own.appendDescription(to: &bytes)
    if let previous, let bits = previous.bitCount(counts), bits <= (own.bitCount(counts) ?? 0) + bytes.count * 8 {
      mode = 3
      description = []
      table = previous
    } else {
      mode = 2
      description = bytes
      table = own
    }
  }
}

/// The codes of lengths, and how many bits more each of them has.
enum ZstdCode {
  static let literalBits =
    Array(repeating: 0, count: 16) + [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
  static let matchBits =
    Array(repeating: 0, count: 32) + [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
  /// By lengths below 64: the code of a number of literals.
  static let literalCodes = codes(bits: literalBits, below: 64)
  /// By lengths below 128: the code of a match that is 3 longer.
  static let matchCodes = codes(bits: matchBits, below: 128)

  @inline(__always)
  static func literals(_ count: UInt32, _ codes: [Int]) -> Int {
    count < 64 ? codes[Int(count)] : count.significantBits &- 1 &+ 19
  }

  @inline(__always)
  static func match(_ length: UInt32, _ codes: [Int]) -> Int {
    length < 128 ? codes[Int(length)] : length.significantBits &- 1 &+ 36
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
