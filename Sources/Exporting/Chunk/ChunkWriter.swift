import Fetching
import Mapping
import Planning
import Reading
import Records
import Writing

/// An uncommitted chunk: its partition and rejects in staging, and the receipts of the responses so far.
///
/// Bodies stream, so rows are written before the verdict on their response is known. A savepoint is taken before each
/// window and each page; if the response is rejected, a rollback truncates the files to it, and their bytes are as if
/// the response had never arrived.
///
/// A batch is encoded while the next one is read; `take` returns when all rows of its response are appended.
///
/// If it is released without `finish`, its files remain for `discard`.
struct ChunkWriter {
  let position: ChunkPosition
  private let stages: PipelineStages
  private let runID: String
  private let startedElapsed: Duration
  private let onProgress: @Sendable (ChunkProgress) -> Void
  private var mapping: Mapping
  private var partition: PartitionAppender
  private let rejects: RejectWriter

  /// Receipts of the responses that count, in the order of their windows.
  private(set) var receipts: [RequestReceipt] = []
  private(set) var emptyReason: String?
  private var counts = Counts()
  /// Bytes of all responses, including discarded ones.
  private(set) var bytesReceived = 0
  /// The current page, and the savepoint to which a retry of it returns.
  private var page: (number: Int, savepoint: Savepoint)?

  /// Counts that `rollback` restores.
  struct Counts: Sendable {
    var rejected = 0
    /// The reason for the first reject.
    var firstReject: String?
    var replacedTexts = 0
    var nulledValues = 0
    /// Rows whose own time is outside the window of their request.
    var outOfWindowRows = 0
    /// By their names, sanitized.
    var unknownFields: [String: Int] = [:]
    /// The reason why the record count that a response declares could not be compared with its records.
    var declaredProblem: DeclaredCountProblem?
  }

  /// The reason why the record count that a response declares could not be compared with its records.
  var declaredProblem: DeclaredCountProblem? { counts.declaredProblem }

  /// Names of fields that have no column.
  var unknownFields: Set<String> { Set(counts.unknownFields.keys) }

  struct Savepoint: Sendable {
    fileprivate var partition: PartitionSavepoint
    fileprivate var rejects: RejectWriter.Savepoint
    fileprivate var counts: Counts
    fileprivate var receiptCount: Int
    fileprivate var emptyReason: String?
  }

  init(
    position: ChunkPosition, stages: PipelineStages, runID: String, startedElapsed: Duration,
    partition: PartitionWriter,
    rejects: RejectWriter, onProgress: @escaping @Sendable (ChunkProgress) -> Void
  ) {
    self.position = position
    self.stages = stages
    self.runID = runID
    self.startedElapsed = startedElapsed
    self.mapping = stages.mapping
    self.partition = PartitionAppender(partition)
    self.rejects = rejects
    self.onProgress = onProgress
  }

  /// Creates a savepoint to return to if a response is rejected after its rows were written.
  mutating func savepoint() async throws -> Savepoint {
    Savepoint(
      partition: try await partition.savepoint(), rejects: try await rejects.savepoint(), counts: counts,
      receiptCount: receipts.count, emptyReason: emptyReason)
  }

  mutating func rollback(to savepoint: Savepoint) async throws {
    try await partition.rollback(to: savepoint.partition)
    try await rejects.rollback(to: savepoint.rejects)
    counts = savepoint.counts
    receipts.removeSubrange(savepoint.receiptCount...)
    emptyReason = savepoint.emptyReason
  }

  /// Reads a response completely and writes its rows, after rolling back an earlier attempt.
  ///
  /// - Parameter savepoint: the state at the beginning of the window.
  mutating func take(_ response: Response, from savepoint: Savepoint) async throws -> ParsedResponse {
    try await turn(to: response.page, from: savepoint)
    // Rows of a response with an HTTP error status are ignored; only its envelope is used.
    let isSuccess = (200..<300).contains(response.status)
    var reader = ResponseReader(stages.layout)
    var readError: ReadError?
    var held: [RawBatch] = []
    var prologue = BodyPrologue()
    var digest = RecordsDigest()
    let isPart = response.window.span != position.chunk.span
    do {
      for try await bytes in response.body {
        bytesReceived += bytes.count
        prologue.append(bytes)
        try reader.append(bytes)
        while let batch = try reader.next() {
          guard isSuccess else { continue }
          stages.digest(batch, isPart: isPart, into: &digest)
          if stages.holdsRowsBack {
            held.append(batch)
            try checkHeldBytes(held)
          } else {
            try await write(batch, of: response, summary: nil)
          }
        }
      }
      try reader.finish()
      while isSuccess, let batch = try reader.next() {
        stages.digest(batch, isPart: isPart, into: &digest)
        if stages.holdsRowsBack { held.append(batch) } else { try await write(batch, of: response, summary: nil) }
      }
    } catch let error as ReadError {
      readError = error
    } catch is TransportError {
      // The body reports its failure itself; the complete records before it are evidence against an empty response
      // later.
      readError = reader.finishIncomplete()
    }
    if readError == nil {
      for batch in held { try await write(batch, of: response, summary: reader.summary) }
    }
    // A full disk fails the chunk before the response is classified and perhaps requested again.
    try await partition.waitForAppend()
    for (name, count) in reader.summary.unknownFields {
      let shown = SanitizedText(name, limit: 60, redactor: response.redactor).text
      counts.unknownFields[shown, default: 0] += count
    }
    let report = stages.report(
      on: reader.summary, prologue: prologue, digest: digest, error: readError, redactor: response.redactor)
    if isSuccess, readError == nil, report.hasRecords {
      counts.declaredProblem = report.declaredProblem ?? counts.declaredProblem
    }
    return report
  }

  /// Returns to the beginning of a page: the window's beginning for the first page, the current position for a page
  /// without an earlier attempt.
  private mutating func turn(to number: Int, from savepoint: Savepoint) async throws {
    if number == 1 {
      page = (1, savepoint)
    } else if page?.number != number {
      page = (number, try await self.savepoint())
      return
    }
    try await rollback(to: page?.savepoint ?? savepoint)
  }

  /// Processes the response of a report without rows: writes one receipt row.
  mutating func takeReceipt(_ response: Response, from savepoint: Savepoint) async throws -> ParsedResponse {
    let report = try await take(response, from: savepoint)
    try await rollback(to: savepoint)
    let width = stages.layout.wanted.count
    let receipt = RawBatch(
      bytes: [], recordCount: 1, width: width, values: Array(repeating: .missing, count: width), records: [.missing])
    try await write(receipt, of: response, summary: nil)
    try await partition.waitForAppend()
    return report
  }

  mutating func record(_ receipt: RequestReceipt, emptyReason reason: String? = nil) {
    receipts.append(receipt)
    emptyReason = reason ?? emptyReason
  }

  private mutating func write(_ batch: RawBatch, of response: Response, summary: ResponseSummary?) async throws {
    let constants = stages.constants(chunk: position.chunk, runID: runID, response: response, summary: summary)
    let mapped = try mapping.apply(to: batch, constants: constants, redactor: response.redactor)
    counts.rejected += mapped.rejects.count
    if counts.firstReject == nil, let reject = mapped.rejects.first {
      counts.firstReject = "`\(reject.field)`: \(reject.reason)"
    }
    counts.replacedTexts += mapped.replacedTexts
    counts.nulledValues += mapped.nulledValues
    counts.outOfWindowRows += stages.eventTimeCheck?.outOfWindowRows(in: mapped.rows, of: response.window) ?? 0
    if !mapped.rejects.isEmpty { try await rejects.append(mapped.rejects) }
    try await partition.append(mapped.rows) { [onProgress, position, bytesReceived] rowCount in
      onProgress(ChunkProgress(position: position, rows: rowCount, bytesReceived: bytesReceived))
    }
  }

  /// Limits the rows that are buffered until the end of the response.
  private func checkHeldBytes(_ held: [RawBatch]) throws {
    let bytes = held.reduce(0) { $0 + $1.bytes.count }
    guard bytes > ChunkWriter.maxHeldBytes else { return }
    throw ExportError(
      kind: .badData,
      reason:
        "the response is longer than \(ChunkWriter.maxHeldBytes >> 20) MiB and a column comes from outside its records, "
        + "which are buffered until the response is complete; remove that column or use shorter chunks",
      stopsRun: false)
  }

  static let maxHeldBytes = 64 << 20

  /// - Parameter calls: the requests that it took.
  mutating func finish(calls: Int) async throws -> CompletedChunk {
    let partition = try await partition.finish()
    return CompletedChunk(
      position: position, receipts: receipts, emptyReason: emptyReason, counts: counts, bytesReceived: bytesReceived,
      rows: await partition.rowCount, calls: calls, startedElapsed: startedElapsed, partition: partition,
      rejects: rejects)
  }

  /// Removes all files.
  func discard() async {
    await partition.discard()
    await rejects.discard()
  }
}
