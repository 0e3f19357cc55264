import Compression
import Parquet
import Records

/// Encodes rows as Parquet. Pages are compressed by the encoder's work items.
struct ParquetEncoder: RowEncoder {
  private let schema: Schema
  private var writer: ParquetFileWriter

  init(_ schema: Schema, _ layout: ParquetLayout) {
    self.schema = schema
    let compression: ParquetCompression =
      switch layout.compression {
      case .none: .none
      case .gzip(let level): .gzip(level)
      case .zstd: .zstd
      }
    writer = ParquetFileWriter(
      columns: schema.columns.map { ParquetColumn($0) },
      options: ParquetOptions(
        compression: compression, createdBy: layout.createdBy,
        metadata: layout.metadata.map { ParquetOptions.KeyValue(key: $0.key, value: $0.value) }))
  }

  mutating func begin(_ output: inout OutputBuffer) {}

  mutating func append(_ batch: RecordBatch, to output: inout OutputBuffer) throws {
    let values = zip(schema.columns, batch.columns).map { column, values in
      ParquetEncoder.values(of: column.type, values, in: batch)
    }
    try writer.append(values, rowCount: batch.rowCount)
  }

  mutating func finish(_ output: inout OutputBuffer) throws {
    try writer.finish()
  }

  mutating func takeWork() -> [EncodingWork] {
    writer.takeJobs().map { job in EncodingWork { try job.run() } }
  }

  mutating func put(_ result: EncodingWork.Result) {
    guard let page = result as? ParquetPageResult else { preconditionFailure("a result of this encoder's work") }
    writer.put(page)
  }

  mutating func takeReady() -> [[UInt8]] { writer.takeBytes() }

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

  /// Texts are referenced in place; those with escapes are written after the arena's bytes.
  private static func text(_ refs: [ValueRef], in batch: RecordBatch) -> ParquetText {
    let received = batch.received.span
    let arena = batch.arena.span
    var unescaped = OutputBuffer()
    let values = refs.map { ref -> ParquetText.Value in
      if ref.isNull { return .null }
      guard ref.hasEscapes else {
        return ParquetText.Value(offset: ref.start, length: ref.length, isInExtra: ref.isInArena)
      }
      let start = unescaped.count
      if ref.isInArena {
        unescaped.appendUnescaped(arena, from: ref.start, to: ref.end)
      } else {
        unescaped.appendUnescaped(received, from: ref.start, to: ref.end)
      }
      return ParquetText.Value(
        offset: batch.arena.count + start, length: unescaped.count - start, isInExtra: true)
    }
    guard unescaped.count > 0 else { return ParquetText(bytes: batch.received, extra: batch.arena, values: values) }
    let extra = batch.arena + unescaped.bytes(in: 0..<unescaped.count)
    return ParquetText(bytes: batch.received, extra: extra, values: values)
  }

  /// The mapping has rejected values with more digits than the column.
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

extension OutputBuffer {
  /// Appends the unescaped form of text with JSON escapes.
  fileprivate mutating func appendUnescaped(_ text: borrowing Span<UInt8>, from start: Int, to end: Int) {
    var position = start
    aside { output in
      while position < end {
        position = output.copyRun(of: text, from: position, to: end, until: .quotedCSV)
        guard position < end else { break }
        if text[position] == UInt8(ascii: "\\") {
          output.append(scalar: JSONEscape.scalar(of: text, at: &position, end: end))
        } else {
          output.append(text[position])
          position &+= 1
        }
      }
    }
  }
}

extension ParquetColumn {
  init(_ column: Column) {
    self.init(name: column.name, type: ParquetType(column.type), isRequired: column.isRequired)
  }
}

extension ParquetType {
  fileprivate init(_ type: ColumnType) {
    let digits = ParquetLayout.decimalDigits
    self =
      switch type {
      // The logical type JSON would be exact, but polars reads it as bytes, ClickHouse rejects values that are not
      // objects, and BigQuery, Delta and Iceberg do not support it.
      case .string, .json: .string
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
