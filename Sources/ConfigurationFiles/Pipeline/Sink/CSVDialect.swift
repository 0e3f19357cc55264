/// `sink.csv`.
package struct CSVDialect: Hashable, Sendable {
  /// One ASCII character.
  package var delimiter: UInt8
  package var header: Bool
  /// The text for null, unquoted; a value with the same text is quoted.
  package var nullText: String
  package var lineEnding: LineEnding
  /// Puts an apostrophe before text that a spreadsheet would take for a formula.
  package var escapeFormulas: Bool

  package enum LineEnding: String, CaseIterable, Sendable {
    case lf
    case crlf
  }

  package init(
    delimiter: UInt8 = UInt8(ascii: ","), header: Bool = true, nullText: String = "", lineEnding: LineEnding = .lf,
    escapeFormulas: Bool = false
  ) {
    self.delimiter = delimiter
    self.header = header
    self.nullText = nullText
    self.lineEnding = lineEnding
    self.escapeFormulas = escapeFormulas
  }
}
