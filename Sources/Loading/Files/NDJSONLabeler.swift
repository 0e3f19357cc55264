/// Puts a label and a control character, which JSON text does not contain, before each line.
struct NDJSONLabeler: RowLabeler {
  private var label: [UInt8] = []
  private var isAtLineStart = true

  /// The delimiter between the label and the line.
  static let delimiter: UInt8 = 0x02

  mutating func begin(label: String?) {
    self.label = label.map { Array($0.utf8) + [NDJSONLabeler.delimiter] } ?? []
    isAtLineStart = true
  }

  mutating func append(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 4)
    var rest = bytes[...]
    while !rest.isEmpty {
      if isAtLineStart { output += label }
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
        output += rest
        isAtLineStart = false
        break
      }
      output += rest[...end]
      rest = rest[(end + 1)...]
      isAtLineStart = true
    }
    return output
  }

  mutating func finish() -> [UInt8] { [] }
}
