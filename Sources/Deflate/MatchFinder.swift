/// A copy of earlier bytes.
struct Match {
  var length: Int
  /// 0 where nothing was found.
  var distance: Int
}

/// Finds where the bytes at a position stood before, up to 32 KiB back.
///
/// Positions with the same hash of six bytes form a chain, the nearest first. Once a copy is found, a longer one must
/// also hold the six bytes that end just behind it; these are rarer, most often, and so their chain is followed instead.
/// By a hash of four bytes, only the last position is known. All that is found is compared byte by byte: what a hash or
/// a chain says wrongly costs time, and never makes a wrong copy.
struct MatchFinder {
  /// How many bytes are read at a time, be they meant or not.
  static let slack = 8

  static let chainBytes = 6
  private static let recentBytes = 4

  /// By the hash of six bytes: the number of the position where they stood last, plus 1; 0 for none.
  private var heads = InlineArray<65536, UInt32>(repeating: 0)
  /// By position, modulo the window: how far back the one before it in its chain lies; where there is none, this leads
  /// out of the window or before the content.
  private var steps = InlineArray<32768, UInt16>(repeating: 0)
  /// By the hash of four bytes, as `heads`.
  private var recents = InlineArray<16384, UInt32>(repeating: 0)

  /// As new: what it finds depends on what it is given from now on.
  mutating func reset() {
    for index in heads.indices { heads[index] = 0 }
    for index in recents.indices { recents[index] = 0 }
  }

  /// Notes a position that no copy is looked for at.
  ///
  /// - Precondition: `slack` bytes can be read there.
  @inline(__always)
  mutating func skip(_ position: Int, in input: RawSpan, keepsRecents: Bool) {
    precondition(position >= 0 && position &+ MatchFinder.slack <= input.byteCount, "bytes can be read there")
    let bytes = MatchFinder.eight(input, position)
    _ = enter(position, bytes)
    if keepsRecents { recents[MatchFinder.recentHash(bytes)] = UInt32(truncatingIfNeeded: position &+ 1) }
  }

  /// Notes a position, and looks for the longest copy there of more than `shortest` bytes.
  ///
  /// Of copies that are as long it is the nearest, but for one: where `shortest` is six or more, a copy that overlaps
  /// itself may be passed over.
  ///
  /// - Parameters:
  ///   - most: the length that copies are cut to.
  ///   - nice: a length that is good enough, at most `most`.
  ///   - chain: how many earlier positions are looked at.
  ///   - keepsRecents: whether copies of four bytes count.
  /// - Precondition: `most` bytes can be read at the position, and `slack` behind them.
  @inline(__always)
  mutating func longest(
    at position: Int, in input: RawSpan, above shortest: Int, most: Int, nice: Int, chain: Int, keepsRecents: Bool
  ) -> Match {
    // Whatever is read below begins before this end, since candidates lie before the position; the loads check no more.
    precondition(position >= 0 && position &+ most &+ MatchFinder.slack <= input.byteCount, "bytes can be read there")
    let bytes = MatchFinder.eight(input, position)
    let begin = UInt32(truncatingIfNeeded: bytes)
    // A position in the chain that is followed, and how far behind the begin of a copy that chain's bytes are.
    var link = enter(position, bytes)
    var offset = 0
    let first = max(position &- DeflateAlphabet.windowSize, 0)
    var found = Match(length: shortest, distance: 0)
    if keepsRecents {
      let hash = MatchFinder.recentHash(bytes)
      let recent = Int(recents[hash]) &- 1
      recents[hash] = UInt32(truncatingIfNeeded: position &+ 1)
      if shortest < MatchFinder.recentBytes, recent >= first, MatchFinder.four(input, recent) == begin {
        found.length = MatchFinder.common(input, recent, position, most: most)
        found.distance = position &- recent
      }
    }
    // Nothing is longer than what is left.
    guard found.length < most else { return found }
    if shortest >= MatchFinder.chainBytes {
      offset = shortest &- (MatchFinder.chainBytes &- 1)
      link = head(of: MatchFinder.eight(input, position &+ offset))
    }
    // The last bytes of a longer copy: where they differ, the others need no look.
    var tail = max(found.length &- 3, 0)
    var last = MatchFinder.four(input, position &+ tail)
    var left = chain
    while link &- offset >= first {
      let candidate = link &- offset
      left &-= 1
      if MatchFinder.four(input, candidate &+ tail) == last, MatchFinder.four(input, candidate) == begin {
        let length = MatchFinder.common(input, candidate, position, most: most)
        if length > found.length {
          found = Match(length: length, distance: position &- candidate)
          guard length < nice, left > 0 else { break }
          tail = length &- 3
          last = MatchFinder.four(input, position &+ tail)
          if length >= MatchFinder.chainBytes {
            offset = length &- (MatchFinder.chainBytes &- 1)
            link = head(of: MatchFinder.eight(input, position &+ offset))
            continue
          }
        }
      }
      guard left > 0 else { break }
      link &-= Int(steps[link & 0x7FFF])
    }
    return found
  }

  /// Puts a position at the head of its chain and gives the one that stood there; -1 for none.
  @inline(__always)
  private mutating func enter(_ position: Int, _ bytes: UInt64) -> Int {
    let hash = MatchFinder.chainHash(bytes)
    let before = Int(heads[hash]) &- 1
    steps[position & 0x7FFF] = UInt16(truncatingIfNeeded: min(position &- before, 0xFFFF))
    heads[hash] = UInt32(truncatingIfNeeded: position &+ 1)
    return before
  }

  /// Where six bytes stood last; -1 where they did not.
  @inline(__always)
  private func head(of bytes: UInt64) -> Int {
    Int(heads[MatchFinder.chainHash(bytes)]) &- 1
  }

  /// 16 bits.
  @inline(__always)
  private static func chainHash(_ bytes: UInt64) -> Int {
    Int(truncatingIfNeeded: ((bytes &<< UInt64(64 &- 8 &* chainBytes)) &* 0x9E37_79B1_85EB_CA87) &>> 48)
  }

  /// 14 bits.
  @inline(__always)
  private static func recentHash(_ bytes: UInt64) -> Int {
    Int(truncatingIfNeeded: ((bytes &<< UInt64(64 &- 8 &* recentBytes)) &* 0x9E37_79B1_85EB_CA87) &>> 50)
  }

  /// How many bytes are the same at two positions, whose first four are.
  @inline(__always)
  private static func common(_ input: RawSpan, _ left: Int, _ right: Int, most: Int) -> Int {
    var length = 4
    while length < most {
      let difference = eight(input, left &+ length) ^ eight(input, right &+ length)
      if difference != 0 { return min(most, length &+ difference.trailingZeroBitCount &>> 3) }
      length &+= 8
    }
    return most
  }

  @inline(__always)
  private static func eight(_ input: RawSpan, _ position: Int) -> UInt64 {
    UInt64(littleEndian: input.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
  }

  @inline(__always)
  private static func four(_ input: RawSpan, _ position: Int) -> UInt32 {
    UInt32(littleEndian: input.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt32.self))
  }
}
