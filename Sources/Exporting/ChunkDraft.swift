import Compression
import Fetching
import Mapping
import Planning
import Reading
import Records
import Writing

/// An uncommitted chunk: its partition and rejects in staging, and the receipts of the responses so far.
///
/// If it is released without `finish`, its files remain for `discard`.
struct ChunkDraft {
  let place: ChunkPlace
  private let wiring: PipelineWiring
  private let runID: String
  private let startedElapsed: Duration
  private let onProgress: @Sendable (ChunkProgress) -> Void
  private var mapping: Mapping
  private let partition: PartitionWriter
  private let rejects: RejectsFile

  /// Receipts of the responses that count, in the order of their windows.
  private(set) var receipts: [RequestReceipt] = []
  private(set) var emptyReason: String?
  private var counts = Counts()
  /// Bytes of all responses, including discarded ones.
  private(set) var bytesReceived = 0
  /// The current page, and the savepoint to which a retry of it returns.
  private var page: (number: Int, mark: Mark)?

  /// Counts that `rollback` restores.
  struct Counts: Sendable {
    var rejected = 0
    /// The reason for the first reject.
    var firstReject: String?
    var replacedTexts = 0
    var nulledValues = 0
    /// Rows whose own time is outside the chunk.
    var strays = 0
    /// By their names, sanitized.
    var unknownFields: [String: Int] = [:]
    /// Why an answer's own number of records could not be compared with those that it holds.
    var declaredProblem: DeclaredCountProblem?
  }

  /// Why an answer's own number of records could not be compared with those that it holds.
  var declaredProblem: DeclaredCountProblem? { counts.declaredProblem }

  /// Names of fields that have no column.
  var unknownFields: Set<String> { Set(counts.unknownFields.keys) }

  struct Mark: Sendable {
    fileprivate var partition: PartitionMark
    fileprivate var rejects: RejectsFile.Mark
    fileprivate var counts: Counts
    fileprivate var receiptCount: Int
    fileprivate var emptyReason: String?
  }

  init(
    place: ChunkPlace, wiring: PipelineWiring, runID: String, startedElapsed: Duration, partition: PartitionWriter,
    rejects: RejectsFile, onProgress: @escaping @Sendable (ChunkProgress) -> Void
  ) {
    self.place = place
    self.wiring = wiring
    self.runID = runID
    self.startedElapsed = startedElapsed
    self.mapping = wiring.mapping
    self.partition = partition
    self.rejects = rejects
    self.onProgress = onProgress
  }

  /// Creates a savepoint to return to if a response is rejected after its rows were written.
  func mark() async throws -> Mark {
    Mark(
      partition: try await partition.mark(), rejects: try await rejects.mark(), counts: counts,
      receiptCount: receipts.count, emptyReason: emptyReason)
  }

  mutating func rollback(to mark: Mark) async throws {
    try await partition.rollback(to: mark.partition)
    try await rejects.rollback(to: mark.rejects)
    counts = mark.counts
    receipts.removeSubrange(mark.receiptCount...)
    emptyReason = mark.emptyReason
  }

  /// Reads a response completely and writes its rows, after rolling back an earlier attempt. `mark` is the savepoint
  /// at the beginning of the window.
  mutating func take(_ answer: Answer, from mark: Mark) async throws -> AnswerReport {
    try await turn(to: answer.page, from: mark)
    // Rows of a response with an HTTP error status are ignored; only its envelope is used.
    let isSuccess = (200..<300).contains(answer.status)
    var reader = AnswerReader(wiring.shape)
    var fault: AnswerFault?
    var held: [RawBatch] = []
    var prologue = TextPrologue()
    var digest = CRC32()
    do {
      for try await bytes in answer.body {
        bytesReceived += bytes.count
        prologue.append(bytes)
        try reader.append(bytes)
        while let batch = try reader.next() {
          guard isSuccess else { continue }
          wiring.digest(batch, into: &digest)
          if wiring.holdsRowsBack {
            held.append(batch)
            try checkHeldBytes(held)
          } else {
            try await write(batch, of: answer, summary: nil)
          }
        }
      }
      try reader.finish()
      while isSuccess, let batch = try reader.next() {
        wiring.digest(batch, into: &digest)
        if wiring.holdsRowsBack { held.append(batch) } else { try await write(batch, of: answer, summary: nil) }
      }
    } catch let error as AnswerFault {
      fault = error
    } catch is TransportError {
      // The body reports its failure itself; the complete records before it are evidence against an empty response later.
      fault = reader.finishIncomplete()
    }
    if fault == nil {
      for batch in held { try await write(batch, of: answer, summary: reader.summary) }
    }
    for (name, count) in reader.summary.unknownFields {
      let shown = SanitizedText(name, limit: 60, redactor: answer.redactor).text
      counts.unknownFields[shown, default: 0] += count
    }
    var report = wiring.report(on: reader.summary, digest: digest, fault: fault, redactor: answer.redactor)
    if isSuccess, fault == nil, report.hasRecords {
      counts.declaredProblem = report.declaredProblem ?? counts.declaredProblem
    }
    if report.message == nil, fault != nil || !reader.summary.foundRecords {
      report.message = prologue.text
      report.isMessageCut = prologue.isFull
    }
    return report
  }

  /// Returns to the beginning of a page: the window's beginning for the first page, the current position for a page
  /// without an earlier attempt.
  private mutating func turn(to number: Int, from mark: Mark) async throws {
    if number == 1 {
      page = (1, mark)
    } else if page?.number != number {
      page = (number, try await self.mark())
      return
    }
    try await rollback(to: page?.mark ?? mark)
  }

  /// Processes the response of a report without rows: writes one receipt row.
  mutating func takeReceipt(_ answer: Answer, from mark: Mark) async throws -> AnswerReport {
    let report = try await take(answer, from: mark)
    try await rollback(to: mark)
    let width = wiring.shape.wanted.count
    let receipt = RawBatch(
      bytes: [], recordCount: 1, width: width, values: Array(repeating: .missing, count: width), records: [.missing])
    try await write(receipt, of: answer, summary: nil)
    return report
  }

  mutating func record(_ receipt: RequestReceipt, emptyReason reason: String? = nil) {
    receipts.append(receipt)
    emptyReason = reason ?? emptyReason
  }

  private mutating func write(_ batch: RawBatch, of answer: Answer, summary: AnswerSummary?) async throws {
    let constants = wiring.constants(chunk: place.chunk, runID: runID, answer: answer, summary: summary)
    let mapped = try mapping.apply(to: batch, constants: constants, redactor: answer.redactor)
    counts.rejected += mapped.rejects.count
    if counts.firstReject == nil, let reject = mapped.rejects.first {
      counts.firstReject = "`\(reject.field)`: \(reject.reason)"
    }
    counts.replacedTexts += mapped.replacedTexts
    counts.nulledValues += mapped.nulledValues
    counts.strays += wiring.windowCheck?.strays(in: mapped.rows, of: place.chunk) ?? 0
    if !mapped.rejects.isEmpty { try await rejects.append(mapped.rejects) }
    try await partition.append(mapped.rows)
    onProgress(ChunkProgress(place: place, rows: await partition.rowCount, bytesReceived: bytesReceived))
  }

  /// Limits the rows that are buffered until the end of the response.
  private func checkHeldBytes(_ held: [RawBatch]) throws {
    let bytes = held.reduce(0) { $0 + $1.bytes.count }
    guard bytes > ChunkDraft.mostHeldBytes else { return }
    throw ExportFailure(
      kind: .badData,
      reason:
        "the response is longer than \(ChunkDraft.mostHeldBytes >> 20) MiB and a column comes from outside its records, "
        + "which are buffered until the response is complete; remove that column or use shorter chunks",
      stopsRun: false)
  }

  static let mostHeldBytes = 64 << 20

  /// - Parameter calls: the requests that it took.
  func finish(calls: Int) async -> FinishedDraft {
    FinishedDraft(
      place: place, receipts: receipts, emptyReason: emptyReason, counts: counts, bytesReceived: bytesReceived,
      rows: await partition.rowCount, calls: calls, startedElapsed: startedElapsed, partition: partition,
      rejects: rejects)
  }

  /// Removes all files.
  func discard() async {
    await partition.discard()
    await rejects.discard()
  }
}

/// A chunk with all its responses: ready to be published and committed.
struct FinishedDraft: Sendable {
  let place: ChunkPlace
  let receipts: [RequestReceipt]
  let emptyReason: String?
  let counts: ChunkDraft.Counts
  let bytesReceived: Int
  let rows: Int
  let calls: Int
  let startedElapsed: Duration
  let partition: PartitionWriter
  let rejects: RejectsFile

  /// The source may still change it.
  var isProvisional: Bool { place.planned.isOpen || place.planned.isSettling || endsAfterResponses }
  /// A window had not ended on the server's clock when its response was sent.
  var endsAfterResponses = false

  /// Removes all files.
  func discard() async {
    await partition.discard()
    await rejects.discard()
  }
}

/// The beginning of a body, for the error message of an unreadable response.
private struct TextPrologue {
  private var bytes: [UInt8] = []

  mutating func append(_ more: [UInt8]) {
    guard bytes.count < TextPrologue.mostBytes else { return }
    bytes.append(contentsOf: more.prefix(TextPrologue.mostBytes - bytes.count))
  }

  private static let mostBytes = 512

  /// The body may continue.
  var isFull: Bool { bytes.count == TextPrologue.mostBytes }

  var text: String? {
    let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.isEmpty ? nil : text
  }
}
