import Records

/// A CSV dialect whose files could not be read back.
package struct CSVDialectError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    case delimiter(UInt8)
    case nullText(String)
  }

  package var error: Kind

  package var description: String {
    switch error {
    case .delimiter(let byte):
      "cannot write CSV: byte \(byte) cannot separate fields; use an ASCII character that is not a quote or line break"
    case .nullText(let text):
      "cannot write CSV: the null text '\(text.filter { !$0.isNewline })' contains a delimiter, quote or line break,"
        + " so that it would not be read as null; use another text"
    }
  }
}
