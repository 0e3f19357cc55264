import Compression
package import Records
package import Storage

/// Compares the columns that a text partition begins with to those of its checkpoint: the header of CSV, the keys of
/// the first line of NDJSON.
package struct ColumnInspection {
  private var pieces: Pieces

  /// More than the names of any export.
  private static let longest = 1 << 20

  /// - Parameter isGzip: true if the file is compressed as one gzip member.
  /// - Throws: `CompressionError`.
  package init(_ file: any ReadableFile, isGzip: Bool) throws {
    pieces = isGzip ? .gzip(try GzipFileContent(file)) : .plain(file.blocks(of: 64 * 1024))
  }

  private enum Pieces {
    case plain(FileChunks)
    case gzip(GzipFileContent)

    mutating func next() throws -> [UInt8]? {
      switch self {
      case .plain(var blocks):
        defer { self = .plain(blocks) }
        return try blocks.next()
      case .gzip(var content):
        defer { self = .gzip(content) }
        return try content.next()
      }
    }
  }

  /// Returns text to append to the file's path; nil if the header has exactly these columns.
  ///
  /// Kept files may have another delimiter than `format`, or apostrophes before formulas.
  ///
  /// - Throws: `CompressionError` for damaged data, and `StorageError`.
  package mutating func csvError(columns: [Column], format: CSVDialect) throws -> String? {
    guard format.header else { return nil }
    let line = try header()
    let expected = columns.map(\.name)
    var readings: [[String]] = []
    for delimiter in [format.delimiter] + Array(",;\t|".utf8) {
      let found = ColumnInspection.fields(of: line, delimiter: delimiter)
      if found.count == expected.count,
        zip(found, expected).allSatisfy({ $0 == $1 || $0 == "'" + $1 })
      {
        return nil
      }
      readings.append(found)
    }
    let likely = readings.first { $0.count == expected.count } ?? readings[0]
    return ColumnInspection.difference(likely, expected, in: "header")
  }

  /// Returns text to append to the file's path; nil if the first line has exactly these keys.
  ///
  /// - Throws: `CompressionError` for damaged data, and `StorageError`.
  package mutating func ndjsonError(columns: [Column]) throws -> String? {
    let expected = columns.map { column in
      var output = OutputBuffer()
      let name = Array(column.name.utf8).span
      output.appendJSON(name, from: 0, to: name.count, hasEscapes: false)
      return String(decoding: output.bytes(in: 1..<(output.count - 1)), as: UTF8.self)
    }
    return ColumnInspection.difference(try keys(), expected, in: "first line")
  }

  private static func difference(_ found: [String], _ expected: [String], in place: String) -> String? {
    func shown(_ name: String) -> String {
      "`\(SanitizedText(name, limit: 60, redactor: SecretRedactor(), hidden: .escaped))`"
    }
    for (found, expected) in zip(found, expected) where found != expected {
      return "has the column \(shown(found)) in its \(place); expected \(shown(expected))"
    }
    return found.count == expected.count
      ? nil : "has \(found.count) columns in its \(place); expected \(expected.count)"
  }

  // MARK: CSV

  /// The bytes before the first line break that is not between quotes.
  private mutating func header() throws -> [UInt8] {
    var line: [UInt8] = []
    var isQuoted = false
    while line.count < ColumnInspection.longest, let piece = try pieces.next() {
      for byte in piece {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        if byte == UInt8(ascii: "\n"), !isQuoted {
          if line.last == UInt8(ascii: "\r") { line.removeLast() }
          return line
        }
        line.append(byte)
      }
    }
    return line
  }

  private static func fields(of line: [UInt8], delimiter: UInt8) -> [String] {
    guard !line.isEmpty else { return [] }
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var quoteEnded = false
    for byte in line {
      if byte == UInt8(ascii: "\"") {
        // The second of two quotes within a field.
        if quoteEnded { field.append(byte) }
        isQuoted.toggle()
        quoteEnded = !isQuoted
        continue
      }
      quoteEnded = false
      if byte == delimiter, !isQuoted {
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      } else {
        field.append(byte)
      }
    }
    return fields + [String(decoding: field, as: UTF8.self)]
  }

  // MARK: NDJSON

  /// The keys of the first line's object, escaped as they are written.
  private mutating func keys() throws -> [String] {
    var keys: [String] = []
    var key: [UInt8] = []
    var depth = 0
    var isInString = false
    var isEscaped = false
    var isKey = false
    var length = 0
    while let piece = try pieces.next() {
      for byte in piece {
        if isInString {
          if isEscaped || byte != UInt8(ascii: "\"") {
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            if isKey { key.append(byte) }
            continue
          }
          isInString = false
          guard isKey else { continue }
          keys.append(String(decoding: key, as: UTF8.self))
          length += key.count
          guard length < ColumnInspection.longest else { return keys }
          key = []
          isKey = false
          continue
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
          if depth == 1 { isKey = true }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth == 0 { return keys }
        case UInt8(ascii: ","): isKey = depth == 1
        case UInt8(ascii: "\n"): return keys
        default: continue
        }
      }
    }
    return keys
  }
}
