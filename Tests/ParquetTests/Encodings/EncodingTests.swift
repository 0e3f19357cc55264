import Parquet
import TestSupport
import Testing

/// Reads back what the encoders write, by the format's description.
struct EncodingTests {
  @Test(arguments: [0, 1, 2, 3, 7, 8, 9, 16, 20, 31, 32])
  func `runs and packed bits decode to the same values`(bitWidth: Int) {
    var generator = SplitMix64(seed: UInt64(bitWidth))
    let mask = bitWidth == 32 ? UInt32.max : (1 << UInt32(bitWidth)) - 1
    for count in [0, 1, 7, 8, 9, 15, 16, 17, 503, 504, 505, 2_000] {
      var values: [UInt32] = []
      while values.count < count {
        let value = UInt32.random(in: 0 ... .max, using: &generator) & mask
        values += repeatElement(
          value, count: Int.random(in: 1...(Bool.random(using: &generator) ? 1 : 30), using: &generator))
      }
      values = Array(values.prefix(count))
      var bytes: [UInt8] = []
      RLEBitPackingHybridEncoder.append(values, bitWidth: bitWidth, to: &bytes)
      #expect(hybrid(bytes, bitWidth: bitWidth, count: count) == values)
    }
  }

  @Test func `a long run takes a few bytes`() {
    var bytes: [UInt8] = []
    RLEBitPackingHybridEncoder.append(Array(repeating: 5, count: 20_000), bitWidth: 3, to: &bytes)
    #expect(bytes == [0xC0, 0xB8, 0x02, 5])
  }

  @Test(arguments: [false, true])
  func `differences decode to the same numbers`(is32Bit: Bool) {
    var generator = SplitMix64(seed: 9)
    for count in [0, 1, 2, 32, 33, 127, 128, 129, 130, 1_000] {
      for shift in [0, 1, 20, 32, 40, 63] {
        let values = (0..<count).map { _ in
          let number = Int64.random(in: .min ... .max, using: &generator) >> Int64(shift)
          return is32Bit ? Int64(Int32(truncatingIfNeeded: number)) : number
        }
        var bytes: [UInt8] = []
        DeltaEncoder.append(values, is32Bit: is32Bit, to: &bytes)
        #expect(deltas(bytes, is32Bit: is32Bit) == values)
      }
    }
  }

  @Test func `constant differences take no bits`() {
    var bytes: [UInt8] = []
    DeltaEncoder.append((0..<1_000).map { Int64($0) * 1_000_000 }, is32Bit: false, to: &bytes)
    #expect(bytes.count < 80)
  }

  @Test(arguments: [
    ("12.5", 10, 2, 1_250), ("-0.01", 10, 2, -1), ("+7", 5, 0, 7), ("007.100", 3, 1, 71), (".5", 1, 1, 5),
    ("5.", 1, 0, 5), ("0", 1, 1, 0), ("99999999999999999999", 20, 0, Int128(99_999_999_999_999_999_99) * 10 + 9),
    ("-0", 1, 0, 0), ("0.000", 38, 0, 0),
  ])
  func `decimals are parsed exactly`(text: String, precision: Int, scale: Int, number: Int128) {
    #expect(ParquetDecimal.unscaled(text.utf8, precision: precision, scale: scale) == number)
  }

  @Test(arguments: [
    ("12.345", 10, 2), ("100", 2, 0), ("10", 3, 2), ("", 5, 0), ("-", 5, 0), (".", 5, 0), ("1.2.3", 9, 3),
    ("1e3", 9, 3),
    (" 1", 9, 3), ("１", 9, 3),
  ])
  func `decimals that do not fit are rejected`(text: String, precision: Int, scale: Int) {
    #expect(ParquetDecimal.unscaled(text.utf8, precision: precision, scale: scale) == nil)
  }

  @Test(arguments: [(19, 9), (20, 9), (21, 9), (22, 10), (38, 16)])
  func `wide decimals take the fewest bytes`(precision: Int, bytes: Int) {
    #expect(ParquetType.decimal(precision: precision, scale: 0).fixedLength == bytes)
    #expect(ParquetType.decimal(precision: 18, scale: 0).fixedLength == nil)
  }

  @Test func `long texts have short bounds that contain them`() {
    let x64 = String(repeating: "x", count: 64)
    func bounds(_ text: String) -> EncodedStatistics {
      EncodedStatistics(.texts(min: .below(Array(text.utf8)), max: .above(Array(text.utf8))), type: .string)
    }
    let cut = bounds(x64 + "tail")
    #expect(cut.min == Array(x64.utf8))
    #expect(cut.max == Array((String(repeating: "x", count: 63) + "y").utf8))
    #expect(!cut.isMinExact && !cut.isMaxExact)
    #expect(bounds(x64).isMinExact && bounds(x64).isMaxExact)
    // Truncated between characters, never within one.
    #expect(bounds(String(repeating: "x", count: 63) + "éé").min == Array(String(repeating: "x", count: 63).utf8))
    // The last character before the surrogates has its next one after them.
    #expect(bounds(String(repeating: "x", count: 61) + "\u{D7FF}tail").max.suffix(3) == Array("\u{E000}".utf8)[...])
    // Nothing short is above the highest characters.
    let highest = String(repeating: "\u{10FFFF}", count: 20)
    #expect(bounds(highest).max == Array(highest.utf8))
    #expect(bounds(highest).isMaxExact)
  }

  // MARK: Readers

  private func hybrid(_ bytes: [UInt8], bitWidth: Int, count: Int) -> [UInt32] {
    var position = 0
    var values: [UInt32] = []
    while position < bytes.count {
      let header = Int(varint(bytes, &position))
      if header & 1 == 0 {
        var value: UInt32 = 0
        for index in 0..<((bitWidth + 7) / 8) {
          value |= UInt32(bytes[position]) << UInt32(8 * index)
          position += 1
        }
        values += repeatElement(value, count: header >> 1)
      } else {
        let packed = (header >> 1) * 8
        values += unpacked(bytes, at: position, bitWidth: bitWidth, count: packed).map { UInt32($0) }
        position += packed * bitWidth / 8
      }
    }
    return Array(values.prefix(count))
  }

  private func deltas(_ bytes: [UInt8], is32Bit: Bool) -> [Int64] {
    var position = 0
    #expect(varint(bytes, &position) == 128)
    #expect(varint(bytes, &position) == 4)
    let count = Int(varint(bytes, &position))
    var value = zigZag(bytes, &position)
    var values = count > 0 ? [value] : []
    while values.count < count {
      let least = zigZag(bytes, &position)
      #expect(!is32Bit || Int32(exactly: least) != nil)
      let widths = bytes[position..<(position + 4)]
      position += 4
      for width in widths where values.count < count {
        #expect(width <= (is32Bit ? 32 : 64))
        for rest in unpacked(bytes, at: position, bitWidth: Int(width), count: 32) where values.count < count {
          value = value &+ least &+ Int64(bitPattern: rest)
          if is32Bit { value = Int64(Int32(truncatingIfNeeded: value)) }
          values.append(value)
        }
        position += Int(width) * 4
      }
    }
    #expect(position == bytes.count)
    return values
  }

  private func unpacked(_ bytes: [UInt8], at start: Int, bitWidth: Int, count: Int) -> [UInt64] {
    (0..<count).map { index in
      var value: UInt64 = 0
      for bit in 0..<bitWidth {
        let place = index * bitWidth + bit
        value |= UInt64(bytes[start + place / 8] >> UInt8(place % 8) & 1) << UInt64(bit)
      }
      return value
    }
  }

  private func varint(_ bytes: [UInt8], _ position: inout Int) -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
  }

  private func zigZag(_ bytes: [UInt8], _ position: inout Int) -> Int64 {
    let number = varint(bytes, &position)
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }
}
