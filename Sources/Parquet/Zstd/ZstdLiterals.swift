/// The section of a block that holds its literals.
enum ZstdLiterals {
  /// - Parameter previous: the table of the block before; the one that is used takes its place.
  static func append(_ literals: [UInt8], to block: inout [UInt8], previous: inout HuffmanTable?) {
    guard literals.count >= 64 else { return appendRaw(literals, to: &block) }
    var counts = [Int](repeating: 0, count: 256)
    for byte in literals { counts[Int(byte)] &+= 1 }
    guard counts[Int(literals[0])] != literals.count else { return appendRun(literals, to: &block) }
    guard let own = HuffmanTable(counts: counts), let description = own.description() else {
      return appendRaw(literals, to: &block)
    }
    let most = literals.count - literals.count / 32 - 6
    if let table = previous, let bits = table.bitCount(counts), bits / 8 < most,
      bits <= (own.bitCount(counts) ?? 0) + description.count * 8
    {
      return appendCompressed(literals, table, [], to: &block)
    }
    guard let bits = own.bitCount(counts), bits / 8 + description.count < most else {
      return appendRaw(literals, to: &block)
    }
    appendCompressed(literals, own, description, to: &block)
    previous = own
  }

  /// - Parameter description: of the table; none where it is the one of the block before.
  private static func appendCompressed(
    _ literals: [UInt8], _ table: HuffmanTable, _ description: [UInt8], to block: inout [UInt8]
  ) {
    var content = description
    let isSingle = literals.count < 256
    let bytes = literals.span.bytes
    if isSingle {
      table.append(bytes, to: &content)
    } else {
      let part = (literals.count + 3) / 4
      let sizes = content.count
      content += [0, 0, 0, 0, 0, 0]
      for index in 0..<4 {
        let start = content.count
        table.append(bytes.extracting((index * part)..<min((index + 1) * part, literals.count)), to: &content)
        guard index < 3 else { break }
        let size = content.count - start
        content[sizes + index * 2] = UInt8(truncatingIfNeeded: size)
        content[sizes + index * 2 + 1] = UInt8(truncatingIfNeeded: size >> 8)
      }
    }
    appendHeader(
      kind: description.isEmpty ? 3 : 2, isSingle: isSingle, literals: literals.count, content: content.count,
      to: &block)
    block.append(contentsOf: content)
  }

  private static func appendHeader(
    kind: Int, isSingle: Bool, literals: Int, content: Int, to block: inout [UInt8]
  ) {
    let (format, bits): (Int, Int) =
      if literals < 1_024 && content < 1_024 { (isSingle ? 0 : 1, 10) } else if literals < 16_384 && content < 16_384 {
        (2, 14)
      } else { (3, 18) }
    var header = kind | format << 2 | literals << 4 | content << (4 + bits)
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
