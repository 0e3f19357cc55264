import Records

/// Rules for writing a CSV field.
struct CSVRules {
  let delimiter: UInt8
  let nullText: [UInt8]
  let escapesFormulas: Bool
  /// Numbers, times and truth values may contain the delimiter or equal the null text, and so have to be looked at.
  let checksTypedValues: Bool

  init(_ format: CSVDialect) {
    delimiter = format.delimiter
    nullText = Array(format.nullText.utf8)
    escapesFormulas = format.escapeFormulas
    let isPlain = [",", ";", "\t", "|"].contains(Character(Unicode.Scalar(delimiter)))
    checksTypedValues = !isPlain || !nullText.isEmpty
  }

  /// The same without the apostrophe before formulas.
  init(_ format: CSVDialect, escapesFormulas: Bool) {
    var format = format
    format.escapeFormulas = escapesFormulas
    self.init(format)
  }
}
