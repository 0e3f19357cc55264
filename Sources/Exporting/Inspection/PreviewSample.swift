import Fetching
import Mapping
import Planning
import Reading
import Records

/// The first rows of one response.
struct PreviewSample {
  let chunk: Chunk
  let stages: PipelineStages
  let limit: Int
  private(set) var content = Content()
  /// The page that is read, and what the pages before it have left.
  private var page: (number: Int, before: Content) = (1, Content())

  struct Content {
    var rows: [[String?]] = []
    var rejects: [ExportPreview.Reject] = []
    var recordCount = 0
    var rejectedCount = 0
    var unknownFields: [String] = []
  }

  init(chunk: Chunk, stages: PipelineStages, limit: Int) {
    self.chunk = chunk
    self.stages = stages
    self.limit = limit
  }

  /// Reads a response until it has enough rows.
  ///
  /// - Throws: `EnoughRows` if the rest of it is not needed.
  mutating func take(_ response: Response) async throws -> ParsedResponse {
    if response.page == 1 {
      page = (1, Content())
    } else if response.page != page.number {
      page = (response.page, content)
    }
    content = page.before
    let isSuccess = (200..<300).contains(response.status)
    var reader = ResponseReader(stages.layout)
    var mapping = stages.mapping
    var held: [RawBatch] = []
    var readError: ReadError?
    var prologue = BodyPrologue()
    var digest = RecordsDigest()
    do {
      for try await bytes in response.body {
        prologue.append(bytes)
        try reader.append(bytes)
        while let batch = try reader.next() { try keep(batch) }
      }
      try reader.finish()
      while let batch = try reader.next() { try keep(batch) }
    } catch let error as ReadError {
      readError = error
    }
    if readError == nil { for batch in held { try map(batch, summary: reader.summary) } }
    noteUnknownFields()
    // Buffered rows arrive only now, and need no further page.
    if stages.hasPages, readError == nil, content.rows.count >= limit { throw EnoughRows() }
    return stages.report(
      on: reader.summary, prologue: prologue, digest: digest, error: readError, redactor: response.redactor)

    func noteUnknownFields() {
      for (name, _) in reader.summary.unknownFields {
        let shown = SanitizedText(name, limit: 60, redactor: response.redactor).text
        if !content.unknownFields.contains(shown) { content.unknownFields.append(shown) }
      }
    }

    func keep(_ batch: RawBatch) throws {
      guard isSuccess else { return }
      stages.digest(batch, into: &digest)
      // Values outside the records may come after them.
      if stages.holdsRowsBack {
        if held.reduce(0, { $0 + $1.recordCount }) < limit { held.append(batch) }
        return
      }
      try map(batch, summary: nil)
      noteUnknownFields()
      if content.rows.count >= limit { throw EnoughRows() }
    }

    func map(_ batch: RawBatch, summary: ResponseSummary?) throws {
      let constants = stages.constants(chunk: chunk, runID: "preview", response: response, summary: summary)
      let mapped = try mapping.apply(to: batch, constants: constants, redactor: response.redactor)
      content.recordCount += batch.recordCount
      content.rejectedCount += mapped.rejects.count
      let room = max(0, ExportPreview.maxRejects - content.rejects.count)
      content.rejects += mapped.rejects.prefix(room).map { reject in
        ExportPreview.Reject(
          field: reject.field, reason: reject.reason, record: String(decoding: reject.record, as: UTF8.self))
      }
      for row in 0..<min(mapped.rows.rowCount, limit - content.rows.count) {
        content.rows.append(
          stages.schema.columns.indices.map { index in
            mapped.rows.text(row: row, column: index, type: stages.schema.columns[index].type)
              .map { response.redactor.redacted($0) }
          })
      }
    }
  }
}

extension RecordBatch {
  /// A value as people read it; nil for null.
  fileprivate func text(row: Int, column: Int, type: ColumnType) -> String? {
    switch columns[column] {
    case .text(let refs):
      let ref = refs[row]
      guard !ref.isNull else { return nil }
      let bytes = (ref.isInArena ? arena : received)[ref.start..<ref.end]
      guard ref.hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
      let quote = UInt8(ascii: "\"")
      return CapturedValue(kind: .string, text: [quote] + bytes + [quote]).unescapedText
    case .integers(let values):
      return values[row].map { value in
        switch type {
        case .timestamp: Instant(microseconds: value).description
        case .localTimestamp: CivilTime(microseconds: value).description
        case .date: CalendarDay(daysSinceEpoch: Int(value)).description
        default: String(value)
        }
      }
    case .doubles(let values): return values[row].map { String($0) }
    case .booleans(let values): return values[row].map { String($0) }
    }
  }
}
