import Parquet
import Records

/// How a Parquet partition is laid out.
package struct ParquetLayout: Hashable, Sendable {
  package enum Compression: Hashable, Sendable {
    case none
    case gzip(level: Int)
    case zstd
  }

  /// Where nobody chose a level for `gzip`.
  package static let usualGzipLevel = 6

  /// Of the pages within the file.
  package var compression: Compression
  /// Names the program that wrote the file.
  package var createdBy: String
  /// Stands in the file's footer, in this order.
  package var metadata: [Entry]

  package struct Entry: Hashable, Sendable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Digits of a `decimal` column before and after its point: 38 in all, as every reader has them, 9 of them after it, as BigQuery's NUMERIC.
  package static let decimalDigits = (whole: 29, fraction: 9)

  package init(compression: Compression = .zstd, createdBy: String, metadata: [Entry] = []) {
    self.compression = compression
    self.createdBy = createdBy
    self.metadata = metadata
  }
}

/// Writes rows as Parquet. Pages are compressed by whoever does the encoder's work.
struct ParquetEncoder: RowEncoder {
  private let schema: Schema
  private var writer: ParquetFileWriter

  init(_ schema: Schema, _ layout: ParquetLayout) {
    self.schema = schema
    let compression: ParquetCompression =
      switch layout.compression {
      case .none: .none
      case .gzip(let level): .gzip(level: level)
      case .zstd: .zstd
      }
    writer = ParquetFileWriter(
      columns: schema.columns.map { ParquetColumn(name: $0.name, type: ParquetType($0.type)) },
      options: ParquetOptions(
        compression: compression, createdBy: layout.createdBy,
        metadata: layout.metadata.map { ParquetOptions.KeyValue(key: $0.key, value: $0.value) }))
  }

  mutating func begin(_ output: inout OutputBuffer) {}

  mutating func append(_ batch: RecordBatch, to output: inout OutputBuffer) {
    let values = zip(schema.columns, batch.columns).map { column, values in
      ParquetEncoder.values(of: column.type, values, in: batch)
    }
    writer.append(values, rowCount: batch.rowCount)
  }

  mutating func finish(_ output: inout OutputBuffer) {
    writer.finish()
  }

  mutating func takeWork() -> [EncodingWork] {
    writer.takeJobs().map { job in EncodingWork { job.run() } }
  }

  mutating func put(_ result: EncodingWork.Result, into output: inout OutputBuffer) {
    guard let page = result as? ParquetPageResult else { preconditionFailure("a result of this encoder's work") }
    writer.put(page)
    for bytes in writer.takeBytes() { output.append(bytes) }
  }

  mutating func conclude(_ output: inout OutputBuffer) {
    for bytes in writer.takeBytes() { output.append(bytes) }
    output.append(writer.takeEnd())
  }

  mutating func releaseWork() {
    writer.releaseJobs()
  }
}

// MARK: - Values

extension ParquetEncoder {
  private static func values(of type: ColumnType, _ values: ColumnValues, in batch: RecordBatch) -> ParquetValues {
    switch values {
    case .text(let refs):
      type == .decimal
        ? decimals(refs, in: batch)
        : .text(text(refs, in: batch))
    case .integers(let fixed): .integers(fixed.values, isNull: fixed.isNull)
    case .doubles(let fixed): .doubles(fixed.values, isNull: fixed.isNull)
    case .booleans(let fixed): .booleans(fixed.values, isNull: fixed.isNull)
    }
  }

  /// Texts stay where they lie; those with escapes are written out behind the arena's bytes.
  private static func text(_ refs: [ValueRef], in batch: RecordBatch) -> ParquetText {
    var extra = batch.arena
    let values = refs.map { ref -> ParquetText.Value in
      if ref.isNull { return .null }
      guard ref.hasEscapes else {
        return ParquetText.Value(offset: ref.start, length: ref.length, isInExtra: ref.isInArena)
      }
      let start = extra.count
      appendUnescaped(ref, in: batch, to: &extra)
      return ParquetText.Value(offset: start, length: extra.count - start, isInExtra: true)
    }
    return ParquetText(bytes: batch.received, extra: extra, values: values)
  }

  private static func appendUnescaped(_ ref: ValueRef, in batch: RecordBatch, to extra: inout [UInt8]) {
    let source = ref.isInArena ? batch.arena : batch.received
    let bytes = source.span
    var position = ref.start
    while position < ref.end {
      let run = position
      while position < ref.end, bytes[position] != UInt8(ascii: "\\") { position += 1 }
      extra.append(contentsOf: source[run..<position])
      guard position < ref.end else { return }
      let scalar = JSONEscape.scalar(of: bytes, at: &position, end: ref.end)
      guard let character = Unicode.Scalar(scalar) else { preconditionFailure("a batch's escapes are valid") }
      extra.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// The mapping has set aside what has more digits than the column.
  private static func decimals(_ refs: [ValueRef], in batch: RecordBatch) -> ParquetValues {
    let digits = ParquetLayout.decimalDigits
    var numbers: [Int128] = []
    numbers.reserveCapacity(refs.count)
    for ref in refs {
      guard !ref.isNull else {
        numbers.append(0)
        continue
      }
      let text = (ref.isInArena ? batch.arena : batch.received)[ref.start..<ref.end]
      guard
        let number = ParquetDecimal.unscaled(text, precision: digits.whole + digits.fraction, scale: digits.fraction)
      else { preconditionFailure("a decimal that the column holds") }
      numbers.append(number)
    }
    return .decimals(numbers, isNull: refs.map(\.isNull))
  }
}

extension ParquetType {
  fileprivate init(_ type: ColumnType) {
    let digits = ParquetLayout.decimalDigits
    self =
      switch type {
      case .string: .string
      case .json: .json
      case .integer, .seconds: .int64
      case .decimal: .decimal(precision: digits.whole + digits.fraction, scale: digits.fraction)
      case .double: .double
      case .boolean: .boolean
      case .date: .date
      case .timestamp: .timestamp(isAdjustedToUTC: true)
      case .localTimestamp: .timestamp(isAdjustedToUTC: false)
      }
  }
}
