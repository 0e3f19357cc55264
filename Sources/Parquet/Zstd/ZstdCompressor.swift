/// Compresses whole stretches of bytes as Zstandard frames (RFC 8878), about as small as the reference's level 3.
///
/// The same bytes give the same frame. No dictionaries, no checksum: pages have their own.
package struct ZstdCompressor {
  private static let blockSize = 128 << 10

  private let bytes: [UInt8]
  private var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
  private var finder: ZstdMatchFinder
  private var tables = ZstdTables()

  package static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var compressor = ZstdCompressor(bytes)
    var start = 0
    repeat {
      let end = min(start + blockSize, bytes.count)
      compressor.appendBlock(start..<end, isLast: end == bytes.count)
      start = end
    } while start < bytes.count
    return compressor.frame
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    finder = ZstdMatchFinder(bytes)
    appendHeader()
  }

  /// One segment: the window is the content, whose size is told.
  private mutating func appendHeader() {
    if bytes.count < 256 {
      frame += [0x20, UInt8(bytes.count)]
    } else if bytes.count < 65_792 {
      frame.append(0x60)
      frame.appendLittleEndian(UInt16(bytes.count - 256))
    } else if let small = UInt32(exactly: bytes.count) {
      frame.append(0xA0)
      frame.appendLittleEndian(small)
    } else {
      frame.append(0xE0)
      frame.appendLittleEndian(UInt64(bytes.count))
    }
  }

  private mutating func appendBlock(_ range: Range<Int>, isLast: Bool) {
    let last = isLast ? 1 : 0
    if range.count > 1, bytes[range].allSatisfy({ $0 == bytes[range.lowerBound] }) {
      frame.appendLittleEndian(UInt24(range.count << 3 | 1 << 1 | last))
      frame.append(bytes[range.lowerBound])
      return
    }
    let (memory, before) = (finder.memory, tables)
    let sequences = finder.sequences(in: bytes, range)
    var block: [UInt8] = []
    block.reserveCapacity(range.count)
    ZstdLiterals.append(sequences.literals, to: &block, previous: &tables.huffman)
    sequences.appendSection(to: &block, &tables)
    if block.count < range.count {
      frame.appendLittleEndian(UInt24(block.count << 3 | 2 << 1 | last))
      frame.append(contentsOf: block)
    } else {
      // The reader sees nothing of what such a block was to be made of.
      (finder.memory, tables) = (memory, before)
      frame.appendLittleEndian(UInt24(range.count << 3 | last))
      frame.append(contentsOf: bytes[range])
    }
  }
}

/// Three bytes.
struct UInt24 {
  var value: UInt32

  init(_ value: Int) {
    self.value = UInt32(value)
  }
}

extension [UInt8] {
  mutating func appendLittleEndian(_ number: UInt24) {
    append(UInt8(truncatingIfNeeded: number.value))
    append(UInt8(truncatingIfNeeded: number.value >> 8))
    append(UInt8(truncatingIfNeeded: number.value >> 16))
  }
}
