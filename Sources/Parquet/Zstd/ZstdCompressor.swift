/// Compresses whole stretches of bytes as Zstandard frames (RFC 8878), about as small as the reference's level 3.
///
/// The same bytes give the same frame. No dictionaries, no checksum: pages have their own.
package enum ZstdCompressor {
  private static let blockSize = 128 << 10

  package static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    appendHeader(byteCount: bytes.count, to: &frame)
    var finder = ZstdMatchFinder(byteCount: bytes.count)
    var start = 0
    repeat {
      let end = min(start + blockSize, bytes.count)
      appendBlock(bytes, start..<end, isLast: end == bytes.count, &finder, to: &frame)
      start = end
    } while start < bytes.count
    return frame
  }

  /// One segment: the window is the content, whose size is told.
  private static func appendHeader(byteCount: Int, to frame: inout [UInt8]) {
    if byteCount < 256 {
      frame += [0x20, UInt8(byteCount)]
    } else if byteCount < 65_792 {
      frame.append(0x60)
      frame.appendLittleEndian(UInt16(byteCount - 256))
    } else if let small = UInt32(exactly: byteCount) {
      frame.append(0xA0)
      frame.appendLittleEndian(small)
    } else {
      frame.append(0xE0)
      frame.appendLittleEndian(UInt64(byteCount))
    }
  }

  private static func appendBlock(
    _ bytes: [UInt8], _ range: Range<Int>, isLast: Bool, _ finder: inout ZstdMatchFinder, to frame: inout [UInt8]
  ) {
    let last = isLast ? 1 : 0
    if range.count > 1, bytes[range].allSatisfy({ $0 == bytes[range.lowerBound] }) {
      frame.appendLittleEndian(UInt24(range.count << 3 | 1 << 1 | last))
      frame.append(bytes[range.lowerBound])
      return
    }
    let memory = finder.memory
    let sequences = finder.sequences(in: bytes, range)
    var block: [UInt8] = []
    block.reserveCapacity(range.count)
    ZstdLiterals.append(sequences.literals, to: &block)
    sequences.appendSection(to: &block)
    if block.count < range.count {
      frame.appendLittleEndian(UInt24(block.count << 3 | 2 << 1 | last))
      frame.append(contentsOf: block)
    } else {
      finder.memory = memory
      frame.appendLittleEndian(UInt24(range.count << 3 | last))
      frame.append(contentsOf: bytes[range])
    }
  }
}

/// The section of a block that holds its literals.
enum ZstdLiterals {
  static func append(_ literals: [UInt8], to block: inout [UInt8]) {
    guard literals.count >= 64 else { return appendRaw(literals, to: &block) }
    var counts = [Int](repeating: 0, count: 256)
    for byte in literals { counts[Int(byte)] += 1 }
    guard counts.max() != literals.count else { return appendRun(literals, to: &block) }
    guard let table = HuffmanTable(counts: counts), let description = table.description(),
      table.bitCount(counts) / 8 + description.count + 6 < literals.count - literals.count / 32
    else { return appendRaw(literals, to: &block) }
    appendCompressed(literals, table, description, to: &block)
  }

  private static func appendCompressed(
    _ literals: [UInt8], _ table: HuffmanTable, _ description: [UInt8], to block: inout [UInt8]
  ) {
    var content = description
    let isSingle = literals.count < 256
    if isSingle {
      content = table.append(literals[...], to: content)
    } else {
      let part = (literals.count + 3) / 4
      let sizes = content.count
      content += [0, 0, 0, 0, 0, 0]
      for index in 0..<4 {
        let start = content.count
        content = table.append(literals[(index * part)..<min((index + 1) * part, literals.count)], to: content)
        guard index < 3 else { break }
        let size = content.count - start
        content[sizes + index * 2] = UInt8(truncatingIfNeeded: size)
        content[sizes + index * 2 + 1] = UInt8(truncatingIfNeeded: size >> 8)
      }
    }
    appendHeader(isSingle: isSingle, literals: literals.count, content: content.count, to: &block)
    block.append(contentsOf: content)
  }

  private static func appendHeader(isSingle: Bool, literals: Int, content: Int, to block: inout [UInt8]) {
    let (format, bits): (Int, Int) =
      if literals < 1_024 && content < 1_024 { (isSingle ? 0 : 1, 10) } else if literals < 16_384 && content < 16_384 {
        (2, 14)
      } else { (3, 18) }
    var header = 2 | format << 2 | literals << 4 | content << (4 + bits)
    for _ in 0..<((4 + 2 * bits) / 8) {
      block.append(UInt8(truncatingIfNeeded: header))
      header >>= 8
    }
  }

  private static func appendRaw(_ literals: [UInt8], to block: inout [UInt8]) {
    appendSize(kind: 0, literals.count, to: &block)
    block.append(contentsOf: literals)
  }

  private static func appendRun(_ literals: [UInt8], to block: inout [UInt8]) {
    appendSize(kind: 1, literals.count, to: &block)
    block.append(literals[0])
  }

  private static func appendSize(kind: Int, _ count: Int, to block: inout [UInt8]) {
    if count < 32 {
      block.append(UInt8(count << 3 | kind))
    } else if count < 4_096 {
      block.appendLittleEndian(UInt16(count << 4 | 1 << 2 | kind))
    } else {
      block.appendLittleEndian(UInt24(count << 4 | 3 << 2 | kind))
    }
  }
}

/// Three bytes.
private struct UInt24 {
  var value: UInt32

  init(_ value: Int) {
    self.value = UInt32(value)
  }
}

extension [UInt8] {
  fileprivate mutating func appendLittleEndian(_ number: UInt24) {
    append(UInt8(truncatingIfNeeded: number.value))
    append(UInt8(truncatingIfNeeded: number.value >> 8))
    append(UInt8(truncatingIfNeeded: number.value >> 16))
  }
}
