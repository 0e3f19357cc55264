import Compression

/// A page as it is in a file.
package struct StoredParquetPage: Sendable, Equatable {
  private let header: [Int16: ThriftValue]
  /// The size of the content before compression.
  private let rawCount: Int
  /// The compression, by the format's numbers.
  private let codec: Int
  private let bytes: [UInt8]

  init(header: [Int16: ThriftValue], rawCount: Int, codec: Int, bytes: [UInt8]) {
    self.header = header
    self.rawCount = rawCount
    self.codec = codec
    self.bytes = bytes
  }

  /// The content before compression, once its checksum has been compared.
  package func content() throws -> [UInt8] {
    guard let crc = header[4]?.integer, UInt32(truncatingIfNeeded: crc) == CRC32(of: bytes).value else {
      throw ParquetFooter.ParsingError(description: "a page has another checksum than its header records")
    }
    let content =
      switch codec {
      case 0: bytes
      case 2: try GzipMember.decompress(bytes, limit: rawCount)
      case 6: try ZstdFrame.decompress(bytes, size: rawCount)
      default: throw ParquetFooter.ParsingError(description: "a page has the unknown compression \(codec)")
      }
    guard content.count == rawCount else {
      throw ParquetFooter.ParsingError(description: "a page has \(content.count) bytes instead of \(rawCount)")
    }
    return content
  }

  func hasSameContent(as other: StoredParquetPage) throws -> Bool {
    guard meaning == other.meaning else { return false }
    return try bytes == other.bytes || content() == other.content()
  }

  /// The header without the size and the checksum after compression.
  private var meaning: [Int16: ThriftValue] {
    header.filter { $0.key != 3 && $0.key != 4 }
  }
}
