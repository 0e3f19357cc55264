import Records

extension CSVDialect {
  func validate() throws(CSVDialectError) {
    let structural: [UInt8] = [0, UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    if delimiter >= 0x80 || structural.contains(delimiter) { throw CSVDialectError(error: .delimiter(delimiter)) }
    if nullText.utf8.contains(where: { $0 == delimiter || structural.contains($0) }) {
      throw CSVDialectError(error: .nullText(nullText))
    }
  }
}
