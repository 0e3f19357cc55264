/// A slow and plain CSV reader and writer, to compare with.
package struct ReferenceCSV: Sendable {
  package struct Field: Hashable, Sendable {
    package var text: String
    package var isQuoted: Bool
  }

  package struct ParsingError: Error {
    package var offset: Int
  }

  package var delimiter: UInt8
  package var nullText: String
  package var escapesFormulas: Bool
  package var lineEnding: String

  package init(
    delimiter: UInt8 = UInt8(ascii: ","), nullText: String = "", escapesFormulas: Bool = false,
    lineEnding: String = "\n"
  ) {
    self.delimiter = delimiter
    self.nullText = nullText
    self.escapesFormulas = escapesFormulas
    self.lineEnding = lineEnding
  }

  /// The fields of each line; strict: a quote opens a field or is doubled, and what follows a closing quote ends the
  /// field.
  package func lines(of bytes: [UInt8]) throws -> [[Field]] {
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
          guard offset < bytes.count else { throw ParsingError(offset: offset) }
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
          guard bytes[offset] != quote, bytes[offset] != 13 else { throw ParsingError(offset: offset) }
          field.append(bytes[offset])
          offset += 1
        }
      }
      line.append(Field(text: String(decoding: field, as: UTF8.self), isQuoted: isQuoted))
      guard offset < bytes.count, bytes[offset] == delimiter || bytes[offset] == 10 else {
        throw ParsingError(offset: offset)
      }
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

  /// One text as it should be written; nil is a null.
  package func field(_ text: String?) -> String {
    guard let text else { return nullText }
    let beginsFormula =
      escapesFormulas && text.unicodeScalars.first.map { "=+-@＝＋－＠\t\n\r".unicodeScalars.contains($0) } == true
    return quoted(beginsFormula ? "'" + text : text)
  }

  /// A number, a time or similar, which is not a formula.
  package func typed(_ text: String?) -> String { text.map(quoted) ?? nullText }

  /// A complete line; a single null would be an empty one.
  package func line(_ fields: [String]) -> String {
    var line = String.UnicodeScalarView()
    for (index, field) in fields.enumerated() {
      if index > 0 { line.append(Unicode.Scalar(delimiter)) }
      line.append(contentsOf: (fields.count == 1 && field.isEmpty ? "\"\"" : field).unicodeScalars)
    }
    line.append(contentsOf: lineEnding.unicodeScalars)
    return String(line)
  }

  private func quoted(_ text: String) -> String {
    let structural: [Unicode.Scalar] = ["\"", "\\", "\r", "\n", Unicode.Scalar(delimiter)]
    let isNullText = text.utf8.elementsEqual(nullText.utf8)
    let ends = [text.unicodeScalars.first, text.unicodeScalars.last]
    let needsQuotes =
      text.isEmpty || isNullText || ends.contains(" ") || ends.contains("\t")
      || text.unicodeScalars.contains(where: structural.contains)
    guard needsQuotes else { return text }
    var quoted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    return "\"\(String(quoted))\""
  }
}
