/// Finds what came before in a stretch of bytes: by the last place where the same eight bytes stood, else the same
/// five.
///
/// The hashes of all places are kept for the whole stretch, so that copies reach back to its beginning.
package struct ZstdMatchFinder {
  private var longPlaces: [UInt32]
  private var shortPlaces: [UInt32]
  private let longBits: Int
  private let shortBits: Int
  /// The distances of the last copy and of the one before, as the reader knows them.
  private var recent: (Int, Int) = (1, 4)

  package init(byteCount: Int) {
    let size = max(10, (byteCount | 1).bitWidth - (byteCount | 1).leadingZeroBitCount)
    longBits = min(17, size)
    shortBits = min(16, size)
    longPlaces = Array(repeating: 0, count: 1 << longBits)
    shortPlaces = Array(repeating: 0, count: 1 << shortBits)
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
    found.literals.reserveCapacity(block.count)
    let bytes = source.span.bytes
    var (last, before) = recent
    var anchor = block.lowerBound
    // Nothing is before the first byte; and eight bytes are looked at at a time.
    var position = max(block.lowerBound, 1)
    let end = block.upperBound - 8

    func word(_ place: Int) -> UInt64 { bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian }
    func byte(_ place: Int) -> UInt8 { bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt8.self) }
    func half(_ place: Int) -> UInt32 { bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt32.self).littleEndian }

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
      let longSlot = hashLong(here)
      let shortSlot = hashShort(here)
      let longPlace = Int(longPlaces[longSlot])
      let shortPlace = Int(shortPlaces[shortSlot])
      longPlaces[longSlot] = UInt32(truncatingIfNeeded: position)
      shortPlaces[shortSlot] = UInt32(truncatingIfNeeded: position)

      var matchStart = position
      var matchLength = 0
      var distance = 0
      if last <= position, half(position &+ 1 &- last) == half(position &+ 1) {
        matchStart = position &+ 1
        matchLength = 4 &+ length(matchStart &+ 4 &- last, matchStart &+ 4)
      } else {
        var place = 0
        if longPlace > 0, word(longPlace) == here {
          place = longPlace
          matchLength = 8 &+ length(place &+ 8, matchStart &+ 8)
        } else if shortPlace > 0, half(shortPlace) == UInt32(truncatingIfNeeded: here) {
          // A longer one may begin at the next byte.
          let next = word(position &+ 1)
          let nextSlot = hashLong(next)
          let nextPlace = Int(longPlaces[nextSlot])
          longPlaces[nextSlot] = UInt32(truncatingIfNeeded: position &+ 1)
          if nextPlace > 0, word(nextPlace) == next {
            matchStart = position &+ 1
            place = nextPlace
            matchLength = 8 &+ length(place &+ 8, matchStart &+ 8)
          } else {
            place = shortPlace
            matchLength = 4 &+ length(place &+ 4, matchStart &+ 4)
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
      found.literals.append(copying: bytes, start: anchor, count: matchStart &- anchor)
      found.append(literals: matchStart &- anchor, match: matchLength, offset: distance == 0 ? 1 : distance &+ 3)
      let started = position
      position = matchStart &+ matchLength
      anchor = position
      guard position < end else { break }

      // Places within the copy that later copies are likely to begin at.
      keepLong(word(started &+ 2), started &+ 2)
      keepShort(word(started &+ 2), started &+ 2)
      keepLong(word(position &- 2), position &- 2)
      keepShort(word(position &- 1), position &- 1)

      while position < end, before <= position, half(position) == half(position &- before) {
        let repeated = 4 &+ length(position &+ 4 &- before, position &+ 4)
        (last, before) = (before, last)
        keepLong(word(position), position)
        keepShort(word(position), position)
        found.append(literals: 0, match: repeated, offset: 1)
        position &+= repeated
        anchor = position
      }
    }
    found.literals.append(copying: bytes, start: anchor, count: block.upperBound &- anchor)
    recent = (last, before)
    return found
  }

  @inline(__always)
  private mutating func keepLong(_ word: UInt64, _ place: Int) {
    longPlaces[hashLong(word)] = UInt32(truncatingIfNeeded: place)
  }

  @inline(__always)
  private mutating func keepShort(_ word: UInt64, _ place: Int) {
    shortPlaces[hashShort(word)] = UInt32(truncatingIfNeeded: place)
  }

  @inline(__always)
  private func hashLong(_ word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &* 0xCF1B_BCDC_B7A5_6463) &>> UInt64(64 &- longBits))
  }

  /// Of five bytes.
  @inline(__always)
  private func hashShort(_ word: UInt64) -> Int {
    Int(truncatingIfNeeded: ((word &<< 24) &* 889_523_592_379) &>> UInt64(64 &- shortBits))
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
