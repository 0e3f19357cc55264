/// The footer of a Parquet file.
package struct ParquetFooter: Hashable, Sendable {
  package var rowCount: Int
  /// Rows of each row group.
  package var rowGroups: [Int]
  package var columns: [ParquetColumn]
  package var createdBy: String?
  package var metadata: [ParquetOptions.KeyValue]
  /// In the order of the file.
  package private(set) var chunks: [Chunk] = []

  /// The pages of one column of a row group.
  package struct Chunk: Hashable, Sendable {
    /// Bytes of the file.
    var range: Range<Int>
    /// The compression, by the format's numbers.
    var codec: Int
  }

  /// The error in a file, for display.
  package struct ParsingError: Error, Hashable, CustomStringConvertible {
    package var description: String
  }

  /// Reads the footer of a file of `fileSize` bytes and checks that it matches the file: the magic numbers at both
  /// ends, row groups that follow one another from the beginning to the page index before the footer, and consistent
  /// row counts. It supports files of this writer. The pages themselves are not read.
  ///
  /// `read` returns exactly the bytes of a range; its errors are rethrown. A damaged file throws a `ParsingError`.
  package init(fileSize: Int, read: (Range<Int>) throws -> [UInt8]) throws {
    guard fileSize >= 12 else {
      throw ParsingError(description: "the file is too short for Parquet: \(fileSize) bytes")
    }
    guard try read(0..<4) == ParquetFileWriter.magic else {
      throw ParsingError(description: "the file does not begin with PAR1")
    }
    let tail = try read((fileSize - 8)..<fileSize)
    guard Array(tail.suffix(4)) == ParquetFileWriter.magic else {
      throw ParsingError(description: "the file does not end with PAR1; it is truncated")
    }
    let length = tail.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= fileSize - 12 else { throw ParsingError(description: "the footer is longer than the file") }
    var reader = ThriftReader(try read((fileSize - 8 - length)..<(fileSize - 8)))
    guard let footer = try? reader.structure(), let described = ParquetFooter(footer) else {
      throw ParsingError(description: "the footer is damaged")
    }
    self = described
    chunks = try ParquetFooter.chunks(of: footer, end: fileSize - 8 - length)
    guard rowGroups.reduce(0, +) == rowCount else {
      throw ParsingError(
        description: "the row groups have \(rowGroups.reduce(0, +)) rows, the footer declares \(rowCount)")
    }
  }

  private init?(_ footer: ThriftValue) {
    guard let schema = footer[2]?.list, let rows = footer[3]?.integer, let groups = footer[4]?.list else { return nil }
    columns = schema.dropFirst().compactMap { ParquetColumn($0) }
    rowCount = rows
    rowGroups = groups.compactMap { $0[3]?.integer }
    guard columns.count == schema.count - 1, rowGroups.count == groups.count, rowGroups.allSatisfy({ $0 >= 0 }) else {
      return nil
    }
    createdBy = footer[6]?.text
    metadata = (footer[5]?.list ?? []).compactMap { pair in
      pair[1]?.text.map { ParquetOptions.KeyValue(key: $0, value: pair[2]?.text ?? "") }
    }
  }

  /// Row groups, then the page index, fill the file up to the footer.
  private static func chunks(of footer: ThriftValue, end: Int) throws(ParsingError) -> [Chunk] {
    var chunks: [Chunk] = []
    var offset = ParquetFileWriter.magic.count
    var indexBytes = 0
    for chunk in (footer[4]?.list ?? []).flatMap({ $0[1]?.list ?? [] }) {
      let metadata = chunk[3]
      let start = metadata?[11]?.integer ?? metadata?[9]?.integer
      guard start == offset, let size = metadata?[7]?.integer, size >= 0, size <= end - offset else {
        throw ParsingError(description: "a column chunk is not at the offset in the footer")
      }
      chunks.append(Chunk(range: offset..<(offset + size), codec: metadata?[4]?.integer ?? 0))
      offset += size
      for length in [chunk[5]?.integer, chunk[7]?.integer] { indexBytes += min(max(0, length ?? 0), end) }
    }
    guard offset + indexBytes == end else {
      throw ParsingError(description: "the file has \(end) bytes before its footer; expected \(offset + indexBytes)")
    }
    return chunks
  }
}

extension ParquetColumn {
  /// Nil for types that this program never writes.
  fileprivate init?(_ element: ThriftValue) {
    guard let name = element[4]?.text, let repetition = element[3]?.integer, 0...1 ~= repetition,
      let type = ParquetType(element), element[1]?.integer == Int(type.physical.rawValue),
      element[2]?.integer == type.fixedLength
    else { return nil }
    self.init(name: name, type: type, isRequired: repetition == 0)
  }
}

extension ParquetType {
  fileprivate init?(_ element: ThriftValue) {
    let logical = element[10]
    // Earlier versions of this writer annotated JSON text as JSON.
    if logical?[1] != nil || logical?[12] != nil {
      self = .string
    } else if logical?[6] != nil {
      self = .date
    } else if let decimal = logical?[5] {
      guard let scale = decimal[1]?.integer, let precision = decimal[2]?.integer, 1...38 ~= precision,
        0...precision ~= scale
      else { return nil }
      self = .decimal(precision: precision, scale: scale)
    } else if let timestamp = logical?[8] {
      guard case .bool(let isAdjusted)? = timestamp[1], timestamp[2]?[2] != nil else { return nil }
      self = .timestamp(isAdjustedToUTC: isAdjusted)
    } else {
      switch element[1]?.integer {
      case Int(Physical.int64.rawValue): self = .int64
      case Int(Physical.double.rawValue): self = .double
      case Int(Physical.boolean.rawValue): self = .boolean
      default: return nil
      }
    }
  }
}
