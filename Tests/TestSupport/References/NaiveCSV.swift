/// A slow and plain CSV reader and writer, to compare with.
struct NaiveCSV {
  struct Field: Hashable {
    var text: String
    var isQuoted: Bool
  }

  struct Fault: Error {
    var offset: Int
  }

  var delimiter = UInt8(ascii: ",")

  /// The fields of each line; strict: a quote opens a field or is doubled, and what follows a closing quote ends the
  /// field.
  func lines(of bytes: [UInt8]) throws -> [[Field]] {
    let quote = UInt8(ascii: "\"")
    var lines: [[Field]] = []
    var line: [Field] = []
    var offset = 0
    while offset < bytes.count {
      var field: [UInt8] = []
      let isQuoted = bytes[offset] == quote
      if isQuoted {
        offset += 1
        while true {
          guard offset < bytes.count else { throw Fault(offset: offset) }
          if bytes[offset] == quote {
            guard offset + 1 < bytes.count, bytes[offset + 1] == quote else { break }
            offset += 1
          }
          field.append(bytes[offset])
          offset += 1
        }
        offset += 1
      } else {
        while offset < bytes.count, bytes[offset] != delimiter, bytes[offset] != 10 {
          guard bytes[offset] != quote, bytes[offset] != 13 else { throw Fault(offset: offset) }
          field.append(bytes[offset])
          offset += 1
        }
      }
      line.append(Field(text: String(decoding: field, as: UTF8.self), isQuoted: isQuoted))
      guard offset < bytes.count, bytes[offset] == delimiter || bytes[offset] == 10 else { throw Fault(offset: offset) }
      if bytes[offset] == 10 {
        lines.append(line)
        line = []
      } else if offset + 1 < bytes.count, bytes[offset + 1] == 10 {
        line.append(Field(text: "", isQuoted: false))
        lines.append(line)
        line = []
        offset += 1
      }
      offset += 1
    }
    return lines
  }

  /// One field as it should be written; nil is a null.
  func field(_ text: String?) -> String {
    guard let text else { return "" }
    let structural: [Unicode.Scalar] = ["\"", "\r", "\n", Unicode.Scalar(delimiter)]
    let needsQuotes = text.isEmpty || text == "\\." || text.unicodeScalars.contains(where: structural.contains)
    guard needsQuotes else { return text }
    var quoted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    return "\"\(String(quoted))\""
  }
}
