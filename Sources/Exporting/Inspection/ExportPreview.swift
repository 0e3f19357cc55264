import Checkpoints
import Compression
import ConfigurationFiles
package import Fetching
import Mapping
package import Planning
import Reading
package import Records
import SystemPackage

/// A little of one chunk, fetched and mapped as a run would, and written nowhere.
package struct ExportPreview: Sendable {
  package struct Reject: Sendable {
    package var field: String
    package var reason: String
    /// The record as it was sent.
    package var record: String
  }

  package var chunk: Chunk
  /// The first request, without secrets.
  package var request: RedactedRequest
  package var columns: [Column]
  /// One text a column, without secrets; nil is null.
  package var rows: [[String?]] = []
  /// Records that a run would reject.
  package var rejects: [Reject] = []
  /// Records that were read and mapped: at least those of `rows` and `rejects`.
  package var recordCount = 0
  package var rejectedCount = 0
  /// Fields of the records without a column, as far as they were read.
  package var unknownFields: [String] = []
  /// True if the chunk has more records than were read.
  package var hasMore = false
  /// Why there is nothing, in the source's words.
  package var emptyReason: String?

  /// Fetches the first chunk that is due, or the first that has ended, and stops reading after `limit` rows.
  ///
  /// Takes no lock and does not change the sink; the token's lease is held as in a run.
  package init(
    _ job: ExportJob, rows limit: Int, options: ExportOptions, services: ExportServices,
    onEvent: @escaping @Sendable (ExportEvent) -> Void
  ) async throws(ExportError) {
    do {
      var file = job.file
      guard file.source.report.grain != .request else {
        throw ExportError(
          kind: .configuration,
          reason:
            "\(file.source.reportName) returns no rows, and its request triggers an action of the vendor; use `plan` to see the request",
          stopsRun: true)
      }
      try job.requireSecrets(for: "preview")
      // The first bad value would end the preview; what does not fit is what it is there to show.
      if file.rules.badValues == .fail { file.rules.badValues = .quarantine }
      let plan = try Plan(file, now: services.clock.now, from: options.from, to: options.to)
      let planned = try ExportPreview.choice(job, plan: plan, options: options, services: services)
      let client = try services.client(of: file, zone: plan.zone, purpose: "preview of \(file.name)", onEvent: onEvent)
      let stages = PipelineStages(file, zone: plan.zone, fingerprint: "")
      chunk = planned.chunk
      request = client.requests.describe(planned.windows[0])
      columns = stages.schema.columns
      try await read(planned, from: client, stages: stages, limit: limit)
    } catch {
      throw ExportError(error, chunk: nil)
    }
  }

  private static func choice(
    _ job: ExportJob, plan: Plan, options: ExportOptions, services: ExportServices
  ) throws -> PlannedChunk {
    let store = CheckpointStore(sink: FilePath(job.file.sink.path), files: services.files)
    let schedule = try ChunkSchedule(
      plan: plan, checkpoints: try store.load().entries,
      fingerprint: job.fingerprint, options: options, check: nil)
    let items = schedule.items
    guard let item = items.first(where: \.isDue) ?? items.first(where: { !$0.planned.isOpen }) ?? items.first else {
      throw ExportError(kind: .configuration, reason: "the range contains no chunk", stopsRun: true)
    }
    return item.planned
  }

  private mutating func read(_ planned: PlannedChunk, from client: ReportClient, stages: PipelineStages, limit: Int)
    async throws
  {
    let windows = client.arranged(planned.windows)
    for (index, window) in windows.enumerated() {
      var sample = PreviewSample(chunk: planned.chunk, stages: stages, limit: limit - rows.count)
      do {
        let outcome = try await client.fetch(window) { response in try await sample.take(response) }
        if case .empty(_, let reason) = outcome { emptyReason = reason }
        if case .tooLarge = outcome { hasMore = true }
      } catch is EnoughRows {
        // Leaving the body unread ends the request.
        hasMore = true
      }
      let content = sample.content
      rows += content.rows
      rejects += content.rejects
      recordCount += content.recordCount
      rejectedCount += content.rejectedCount
      if recordCount - rejectedCount > rows.count { hasMore = true }
      unknownFields += content.unknownFields.filter { !unknownFields.contains($0) }
      if hasMore || rows.count >= limit {
        hasMore = hasMore || index < windows.count - 1
        return
      }
    }
  }
}

/// Stops reading a response after enough rows.
private struct EnoughRows: Error {}

/// The first rows of one response.
private struct PreviewSample {
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
    var digest = CRC32()
    do {
      for try await bytes in response.body {
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
    return stages.report(on: reader.summary, digest: digest, error: readError, redactor: response.redactor)

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

extension ExportPreview {
  /// Rejects that are kept to be shown; the others are counted.
  package static let maxRejects = 5
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
