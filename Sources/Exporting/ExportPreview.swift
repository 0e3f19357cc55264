import Checkpoints
import Compression
import Declarations
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
  package var request: ShownRequest
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
  ) async throws(ExportFailure) {
    do {
      var file = job.file
      guard file.source.report.grain != .request else {
        throw ExportFailure(
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
      let source = try services.source(of: file, zone: plan.zone, purpose: "preview of \(file.name)", onEvent: onEvent)
      let wiring = PipelineWiring(file, zone: plan.zone, fingerprint: "")
      chunk = planned.chunk
      request = source.requests.describe(planned.windows[0])
      columns = wiring.schema.columns
      try await read(planned, from: source, wiring: wiring, limit: limit)
    } catch {
      throw ExportFailure(error, chunk: nil)
    }
  }

  private static func choice(
    _ job: ExportJob, plan: Plan, options: ExportOptions, services: ExportServices
  ) throws -> PlannedChunk {
    let store = CheckpointStore(sink: FilePath(job.file.sink.path), files: services.files)
    let agenda = try Agenda(
      plan: plan, checkpoints: try store.load().entries,
      fingerprint: job.fingerprint, options: options, check: nil)
    let items = agenda.items
    guard let item = items.first(where: \.isDue) ?? items.first(where: { !$0.planned.isOpen }) ?? items.first else {
      throw ExportFailure(kind: .configuration, reason: "the range contains no chunk", stopsRun: true)
    }
    return item.planned
  }

  private mutating func read(_ planned: PlannedChunk, from source: Source, wiring: PipelineWiring, limit: Int)
    async throws
  {
    let windows = source.arranged(planned.windows)
    for (index, window) in windows.enumerated() {
      var sample = PreviewSample(chunk: planned.chunk, wiring: wiring, limit: limit - rows.count)
      do {
        let outcome = try await source.fetch(window) { answer in try await sample.take(answer) }
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
  let wiring: PipelineWiring
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

  init(chunk: Chunk, wiring: PipelineWiring, limit: Int) {
    self.chunk = chunk
    self.wiring = wiring
    self.limit = limit
  }

  /// Reads a response until it has enough rows.
  ///
  /// - Throws: `EnoughRows` if the rest of it is not needed.
  mutating func take(_ answer: Answer) async throws -> AnswerReport {
    if answer.page == 1 {
      page = (1, Content())
    } else if answer.page != page.number {
      page = (answer.page, content)
    }
    content = page.before
    let isSuccess = (200..<300).contains(answer.status)
    var reader = AnswerReader(wiring.shape)
    var mapping = wiring.mapping
    var held: [RawBatch] = []
    var fault: AnswerFault?
    var digest = CRC32()
    do {
      for try await bytes in answer.body {
        try reader.append(bytes)
        while let batch = try reader.next() { try keep(batch) }
      }
      try reader.finish()
      while let batch = try reader.next() { try keep(batch) }
    } catch let error as AnswerFault {
      fault = error
    }
    if fault == nil { for batch in held { try map(batch, summary: reader.summary) } }
    noteUnknownFields()
    // Buffered rows arrive only now, and need no further page.
    if wiring.hasPages, fault == nil, content.rows.count >= limit { throw EnoughRows() }
    return wiring.report(on: reader.summary, digest: digest, fault: fault, redactor: answer.redactor)

    func noteUnknownFields() {
      for (name, _) in reader.summary.unknownFields {
        let shown = SanitizedText(name, limit: 60, redactor: answer.redactor).text
        if !content.unknownFields.contains(shown) { content.unknownFields.append(shown) }
      }
    }

    func keep(_ batch: RawBatch) throws {
      guard isSuccess else { return }
      wiring.digest(batch, into: &digest)
      // Values outside the records may come after them.
      if wiring.holdsRowsBack {
        if held.reduce(0, { $0 + $1.recordCount }) < limit { held.append(batch) }
        return
      }
      try map(batch, summary: nil)
      noteUnknownFields()
      if content.rows.count >= limit { throw EnoughRows() }
    }

    func map(_ batch: RawBatch, summary: AnswerSummary?) throws {
      let constants = wiring.constants(chunk: chunk, runID: "preview", answer: answer, summary: summary)
      let mapped = try mapping.apply(to: batch, constants: constants, redactor: answer.redactor)
      content.recordCount += batch.recordCount
      content.rejectedCount += mapped.rejects.count
      let room = max(0, ExportPreview.mostRejects - content.rejects.count)
      content.rejects += mapped.rejects.prefix(room).map { reject in
        ExportPreview.Reject(
          field: reject.field, reason: reject.reason, record: String(decoding: reject.record, as: UTF8.self))
      }
      for row in 0..<min(mapped.rows.rowCount, limit - content.rows.count) {
        content.rows.append(
          wiring.schema.columns.indices.map { index in
            mapped.rows.text(row: row, column: index, type: wiring.schema.columns[index].type)
              .map { answer.redactor.redacted($0) }
          })
      }
    }
  }
}

extension ExportPreview {
  /// Rejects that are kept to be shown; the others are counted.
  package static let mostRejects = 5
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
      return CapturedValue(kind: .string, text: [quote] + bytes + [quote]).plainText
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
