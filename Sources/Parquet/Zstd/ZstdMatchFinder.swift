/// Finds what came before in a stretch of bytes: by the last place where the same eight bytes stood, else the same few.
///
/// The hashes of all places are kept for the whole stretch, so that copies reach back to its beginning.
package struct ZstdMatchFinder {
  /// By the hash of eight bytes, then by the shorter one.
  private var places: [UInt32]
  private let longBits: UInt64
  private let shortBits: UInt64
  /// What a copy by the shorter hash leaves of eight bytes: the bits of those beyond.
  private let shortRest: UInt64
  /// The distances of the last copy and of the one before, as the reader knows them.
  private var recent: (Int, Int) = (1, 4)

  /// Of the stretch that is to be cut.
  package init(_ bytes: [UInt8]) {
    let size = max(10, (bytes.count | 1).bitWidth - (bytes.count | 1).leadingZeroBitCount)
    longBits = UInt64(min(17, size))
    shortBits = UInt64(min(16, size))
    places = Array(repeating: 0, count: 1 << Int(longBits) + 1 << Int(shortBits))
    shortRest = UInt64(64 - 8 * ZstdMatchFinder.shortest(in: bytes))
  }

  /// The shortest copy that is worth its price: where few different bytes stand, as digits do, literals are cheap.
  private static func shortest(in bytes: [UInt8]) -> Int {
    var counts = [Int](repeating: 0, count: 256)
    let sample = bytes.prefix(8_192)
    for byte in sample { counts[Int(byte)] &+= 1 }
    // About the bits that a Huffman code of the bytes takes.
    guard let table = HuffmanTable(counts: counts), let bits = table.bitCount(counts) else { return 6 }
    return bits < sample.count * 4 ? 7 : 6
  }

  /// For a block that is stored as it is, whose copies the reader never sees.
  typealias Memory = (Int, Int)
  var memory: Memory {
    get { recent }
    set { recent = newValue }
  }

  /// Cuts one block; the blocks before it have been cut.
  package mutating func sequences(in source: [UInt8], _ block: Range<Int>) -> ZstdSequences {
    var found = ZstdSequences()
    var literals = LiteralBytes(room: block.count)
    let bytes = source.span.bytes
    let (longShift, shortShift, rest, shortStart) = (64 &- longBits, 64 &- shortBits, shortRest, 1 &<< Int(longBits))
    var (last, before) = recent
    defer { recent = (last, before) }
    var places = places.mutableSpan
    var anchor = block.lowerBound
    // Nothing is before the first byte; and eight bytes are looked at at a time.
    var position = max(block.lowerBound, 1)
    let end = block.upperBound - 8

    func word(_ place: Int) -> UInt64 { bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian }
    func byte(_ place: Int) -> UInt8 { bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt8.self) }
    func half(_ place: Int) -> UInt32 { bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt32.self).littleEndian }
    func longSlot(_ word: UInt64) -> Int { Int(truncatingIfNeeded: (word &* 0xCF1B_BCDC_B7A5_6463) &>> longShift) }
    func shortSlot(_ word: UInt64) -> Int {
      Int(truncatingIfNeeded: ((word &<< rest) &* 0xCF1B_BCDC_B7A5_6463) &>> shortShift) &+ shortStart
    }

    func length(_ left: Int, _ right: Int) -> Int {
      var right = right
      var left = left
      let start = right
      while right <= end {
        let difference = word(left) ^ word(right)
        if difference != 0 { return right &- start &+ difference.trailingZeroBitCount &>> 3 }
        right &+= 8
        left &+= 8
      }
      while right < block.upperBound, byte(left) == byte(right) {
        right &+= 1
        left &+= 1
      }
      return right &- start
    }

    while position < end {
      let here = word(position)
      let slot = longSlot(here)
      let otherSlot = shortSlot(here)
      let longPlace = Int(places[slot])
      let shortPlace = Int(places[otherSlot])
      places[slot] = UInt32(truncatingIfNeeded: position)
      places[otherSlot] = UInt32(truncatingIfNeeded: position)

      var matchStart = position
      var matchLength = 0
      var distance = 0
      if last <= position, half(position &+ 1 &- last) == UInt32(truncatingIfNeeded: here &>> 8) {
        matchStart = position &+ 1
        matchLength = 4 &+ length(matchStart &+ 4 &- last, matchStart &+ 4)
      } else {
        var place = 0
        if longPlace > 0, word(longPlace) == here {
          place = longPlace
          matchLength = 8 &+ length(place &+ 8, matchStart &+ 8)
          places[longSlot(word(position &+ 1))] = UInt32(truncatingIfNeeded: position &+ 1)
        } else if shortPlace > 0, (word(shortPlace) ^ here) &<< rest == 0 {
          place = shortPlace
          matchLength = 4 &+ length(place &+ 4, matchStart &+ 4)
          // A longer one may begin at the next byte.
          let next = word(position &+ 1)
          let nextSlot = longSlot(next)
          let nextPlace = Int(places[nextSlot])
          places[nextSlot] = UInt32(truncatingIfNeeded: position &+ 1)
          if nextPlace > 0, word(nextPlace) == next {
            let nextLength = 8 &+ length(nextPlace &+ 8, position &+ 9)
            if nextLength > matchLength {
              matchStart = position &+ 1
              place = nextPlace
              matchLength = nextLength
            }
          }
        } else {
          // The longer nothing is found, the larger the steps.
          position &+= (position &- anchor) &>> 8 &+ 1
          continue
        }
        distance = matchStart &- place
        while matchStart > anchor, place > 0, byte(matchStart &- 1) == byte(place &- 1) {
          matchStart &-= 1
          place &-= 1
          matchLength &+= 1
        }
        before = last
        last = distance
      }
      literals.append(bytes, anchor..<matchStart)
      found.append(literals: matchStart &- anchor, match: matchLength, offset: distance == 0 ? 1 : distance &+ 3)
      let started = position
      position = matchStart &+ matchLength
      anchor = position
      guard position < end else { break }

      // Places within the copy that later copies are likely to begin at.
      let early = word(started &+ 2)
      places[longSlot(early)] = UInt32(truncatingIfNeeded: started &+ 2)
      places[shortSlot(early)] = UInt32(truncatingIfNeeded: started &+ 2)
      places[longSlot(word(position &- 2))] = UInt32(truncatingIfNeeded: position &- 2)
      places[shortSlot(word(position &- 1))] = UInt32(truncatingIfNeeded: position &- 1)

      while position < end, before <= position, half(position) == half(position &- before) {
        let repeated = 4 &+ length(position &+ 4 &- before, position &+ 4)
        (last, before) = (before, last)
        let here = word(position)
        places[longSlot(here)] = UInt32(truncatingIfNeeded: position)
        places[shortSlot(here)] = UInt32(truncatingIfNeeded: position)
        found.append(literals: 0, match: repeated, offset: 1)
        position &+= repeated
        anchor = position
      }
    }
    literals.append(bytes, anchor..<block.upperBound)
    found.literals = literals.taken()
    return found
  }
}

/// Bytes that are put one stretch after another, mostly a few at a time.
private struct LiteralBytes {
  private var bytes: [UInt8]
  private var count = 0

  init(room: Int) {
    bytes = Array(repeating: 0, count: room + ByteCopy.slack)
  }

  @inline(__always)
  mutating func append(_ source: RawSpan, _ range: Range<Int>) {
    let place = count
    count &+= range.count
    var space = bytes.mutableSpan
    var target = space.mutableBytes
    ByteCopy.copy(source, start: range.lowerBound, count: range.count, to: &target, at: place)
  }

  mutating func taken() -> [UInt8] {
    bytes.removeSubrange(count...)
    return bytes
  }
}

extension ZstdSequences {
  @inline(__always)
  fileprivate mutating func append(literals: Int, match: Int, offset: Int) {
    list.append(
      Sequence(
        literals: UInt32(truncatingIfNeeded: literals), match: UInt32(truncatingIfNeeded: match),
        offset: UInt32(truncatingIfNeeded: offset)))
  }
}
