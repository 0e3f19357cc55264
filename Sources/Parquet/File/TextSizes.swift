/// The bytes of text in each row of a batch.
struct TextSizes {
  private let texts: [[ParquetText.Value]]

  init(_ values: [ParquetValues]) {
    texts = values.compactMap { if case .text(let text) = $0 { text.values } else { nil } }
  }

  func bytes(of rows: Range<Int>) -> Int {
    var bytes = 0
    for values in texts {
      for row in rows { bytes &+= values[row].length }
    }
    return bytes
  }
}
