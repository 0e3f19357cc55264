/// Reads the pages of a file of this writer one after another, so that memory does not grow with the file.
package struct ParquetPageReader {
  package let footer: ParquetFooter
  private let read: (Range<Int>) throws -> [UInt8]
  private var chunks: ArraySlice<ParquetFooter.Chunk>
  /// The place of the next page in the file.
  private var offset: Int

  /// Headers of this writer are shorter.
  private static let longestHeader = 256

  /// Reads the footer. `read` returns exactly the bytes of a range; its errors are passed on.
  package init(fileSize: Int, read: @escaping (Range<Int>) throws -> [UInt8]) throws {
    footer = try ParquetFooter(fileSize: fileSize, read: read)
    self.read = read
    chunks = footer.chunks[...]
    offset = ParquetFileWriter.magic.count
  }

  /// Returns the next page, dictionaries included; nil after the last one.
  ///
  /// - Throws: `ParquetFooter.ParsingError` for a page whose header does not fit the file.
  package mutating func next() throws -> StoredParquetPage? {
    while let chunk = chunks.first, offset == chunk.range.upperBound { chunks.removeFirst() }
    guard let chunk = chunks.first else { return nil }
    let end = chunk.range.upperBound
    var reader = ThriftReader(try read(offset..<min(offset + ParquetPageReader.longestHeader, end)))
    guard case .structure(let header)? = try? reader.structure(), let rawCount = header[2]?.integer, rawCount >= 0,
      let storedCount = header[3]?.integer, 0...(end - offset - reader.position) ~= storedCount
    else { throw ParquetFooter.ParsingError(description: "the page at byte \(offset) has a damaged header") }
    let start = offset + reader.position
    let page = StoredParquetPage(
      header: header, rawCount: rawCount, codec: chunk.codec, bytes: try read(start..<(start + storedCount)))
    offset = start + storedCount
    return page
  }
}

extension ParquetPageReader {
  /// Returns true if two files hold the same rows in pages of the same content before compression.
  ///
  /// Columns and metadata are compared too; the program that wrote a file is not.
  package static func haveSameContent(_ first: ParquetPageReader, _ second: ParquetPageReader) throws -> Bool {
    guard first.footer.describesContent(of: second.footer) else { return false }
    var (first, second) = (first, second)
    while let page = try first.next() {
      guard let other = try second.next(), try page.hasSameContent(as: other) else { return false }
    }
    return try second.next() == nil
  }
}

extension ParquetFooter {
  fileprivate func describesContent(of other: ParquetFooter) -> Bool {
    rowCount == other.rowCount && rowGroups == other.rowGroups && columns == other.columns
      && metadata == other.metadata && chunks.map(\.codec) == other.chunks.map(\.codec)
  }
}
