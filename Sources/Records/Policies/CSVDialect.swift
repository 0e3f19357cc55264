/// The dialect of a CSV file; by default the one of RFC 4180 with line feeds.
package struct CSVDialect: Hashable, Sendable {
  /// One ASCII character that is not a quote, carriage return or line feed.
  package var delimiter: UInt8
  /// Writes the column names in the first line.
  package var header: Bool
  /// The text for null, unquoted: any text without delimiter, quote and line break. A value with the same text is
  /// quoted.
  package var nullText: String
  package var lineEnding: LineEnding
  /// Puts an apostrophe before text and column names that begin with `=`, `+`, `-`, `@`, their full-width forms, tab,
  /// line feed or carriage return, which a spreadsheet would take for a formula.
  package var escapeFormulas: Bool

  package enum LineEnding: String, CaseIterable, Sendable {
    /// A line feed.
    case lf
    /// A carriage return and a line feed.
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
