/// The distinct numbers of a column chunk, each with a number in order of appearance.
struct NumberDictionary: Sendable {
  private(set) var entries: [Int64] = []
  /// A power of two of slots: an entry's number plus one; 0 is free.
  private var slots: [UInt32] = Array(repeating: 0, count: 1024)

  mutating func number(of value: Int64) -> UInt32 {
    let mask = slots.count &- 1
    var position = NumberDictionary.hash(value) & mask
    while true {
      let slot = slots[position]
      if slot == 0 { break }
      if entries[Int(slot &- 1)] == value { return slot &- 1 }
      position = (position &+ 1) & mask
    }
    entries.append(value)
    slots[position] = UInt32(entries.count)
    if entries.count * 2 > slots.count { grow() }
    return UInt32(entries.count - 1)
  }

  private mutating func grow() {
    let mask = slots.count * 4 - 1
    slots = Array(repeating: 0, count: slots.count * 4)
    for (number, value) in entries.enumerated() {
      var position = NumberDictionary.hash(value) & mask
      while slots[position] != 0 { position = (position &+ 1) & mask }
      slots[position] = UInt32(number + 1)
    }
  }

  private static func hash(_ value: Int64) -> Int {
    let product = UInt64(bitPattern: value).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return Int(truncatingIfNeeded: product.high ^ product.low)
  }
}
