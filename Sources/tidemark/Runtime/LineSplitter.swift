import Exporting

/// Splits the output of a program into lines, each truncated at a limit so that memory does not grow with a line.
struct LineSplitter {
  /// In bytes.
  static let longestLine = 8_192

  private var line: [UInt8] = []
  private var isTruncated = false
  /// A line feed after a carriage return ends no line of its own.
  private var endedWithCarriageReturn = false

  /// The lines that end in `bytes`.
  mutating func append(_ bytes: UnsafeRawBufferPointer) -> [OutputLine] {
    var lines: [OutputLine] = []
    for byte in bytes {
      let isAfterReturn = endedWithCarriageReturn
      endedWithCarriageReturn = byte == UInt8(ascii: "\r")
      switch byte {
      case UInt8(ascii: "\n") where isAfterReturn: continue
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): lines.append(take())
      case _ where line.count < LineSplitter.longestLine: line.append(byte)
      default: isTruncated = true
      }
    }
    return lines
  }

  /// The last line, if it has no line break; nil if nothing is left.
  mutating func finish() -> OutputLine? { line.isEmpty ? nil : take() }

  private mutating func take() -> OutputLine {
    defer {
      line.removeAll(keepingCapacity: true)
      isTruncated = false
    }
    guard isTruncated else { return OutputLine(String(decoding: line, as: UTF8.self)) }
    // Without the beginning of a character that was cut.
    let tail = line.reversed().prefix { $0 & 0xC0 == 0x80 }.count
    if line.count > tail, line[line.count - tail - 1] >= 0xC0 { line.removeLast(tail + 1) }
    return OutputLine(String(decoding: line, as: UTF8.self), isTruncated: true)
  }
}
