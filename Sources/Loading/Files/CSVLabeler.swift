import ConfigurationFiles
import Records

/// Puts a label before each record of a CSV file, and one header before all records.
///
/// A line `\.` inside a quoted value ends the data for `psql` before version 18, although the server reads CSV. The line is written as
/// `\"."`, which means the same: the quote ends and begins again.
struct CSVLabeler: RowLabeler {
  /// The name of the label's column, as in the header.
  private let delimiter: UInt8
  private let hasHeader: Bool
  private var label: [UInt8] = []
  /// The header of the first file, once it is complete; those of other files are left out.
  private var header: [UInt8]?
  private var isInHeader = false
  private var currentHeader: [UInt8] = []
  private var isInQuotes = false
  private var isAtRecordStart = true
  private var isAtLineStart = true
  /// The beginning of a line that may be `\.`.
  private var held: [UInt8] = []

  init(_ csv: CSVDialect) {
    delimiter = csv.delimiter
    hasHeader = csv.header
  }

  mutating func begin(label: String?) {
    self.label = label.map { Array("\"\($0.replacing("\"", with: "\"\""))\"".utf8) + [delimiter] } ?? []
    isInHeader = hasHeader
    currentHeader = []
    isInQuotes = false
    isAtRecordStart = true
    isAtLineStart = true
    held = []
  }

  mutating func append(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 4)
    var index = 0
    if isInHeader {
      index = appendHeader(bytes, to: &output)
      if isInHeader { return output }
    }
    // Everything from here to the current byte is still to be copied.
    var start = index
    let count = bytes.count
    while index < count {
      let byte = bytes[index]
      if isAtRecordStart {
        output += bytes[start..<index]
        start = index
        output += label
        isAtRecordStart = false
        // A label makes `\.` a part of its line.
        if !label.isEmpty { isAtLineStart = false }
      }
      if isAtLineStart, held.isEmpty, byte != UInt8(ascii: "\\") {
        isAtLineStart = false
      } else if isAtLineStart || !held.isEmpty {
        if hold(byte, &output, bytes[start..<index]) {
          index += 1
          start = index
          continue
        }
        // What was held has been written; the current byte has not.
        start = index
      }
      if byte == UInt8(ascii: "\"") {
        isInQuotes.toggle()
      } else if byte == UInt8(ascii: "\n") {
        isAtLineStart = true
        if !isInQuotes { isAtRecordStart = true }
      }
      index += 1
    }
    output += bytes[start..<count]
    return output
  }

  /// Follows the beginning of a line. Returns true if the byte is held back; otherwise, everything before it was written to `output`.
  private mutating func hold(_ byte: UInt8, _ output: inout [UInt8], _ pending: ArraySlice<UInt8>) -> Bool {
    output += pending
    isAtLineStart = false
    let marker: [UInt8] = [UInt8(ascii: "\\"), UInt8(ascii: "."), UInt8(ascii: "\r")]
    if held.count < marker.count, byte == marker[held.count] {
      held.append(byte)
      return true
    }
    if byte == UInt8(ascii: "\n"), held.count >= 2 {
      output += Array("\\\".\"".utf8) + held[2...]
    } else {
      output += held
    }
    held.removeAll(keepingCapacity: true)
    return false
  }

  /// Reads the rest of the header, writes it for the first file, and returns the index after it.
  private mutating func appendHeader(_ bytes: [UInt8], to output: inout [UInt8]) -> Int {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
      currentHeader += bytes
      return bytes.count
    }
    currentHeader += bytes[...end]
    isInHeader = false
    if header == nil {
      header = currentHeader
      if !label.isEmpty { output += Array(LoadDeclaration.chunkColumn.utf8) + [delimiter] }
      output += currentHeader
    }
    return end + 1
  }

  mutating func finish() -> [UInt8] {
    defer { held = [] }
    return held
  }
}
