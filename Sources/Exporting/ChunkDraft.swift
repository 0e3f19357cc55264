import Deflate
import Fetching
import Mapping
import Planning
import Reading
import Records
import Writing

/// A chunk in the making: its partition and rejects in staging, and what is known of the answers so far.
///
/// Dropped without `finish`, its files are left to `discard`.
struct ChunkDraft {
  let place: ChunkPlace
  private let wiring: PipelineWiring
  private let runID: String
  private let startedElapsed: Duration
  private let onProgress: @Sendable (ChunkProgress) -> Void
  private var mapping: Mapping
  private let partition: PartitionWriter
  private let rejects: RejectsFile

  /// The answers that count, in the order of their windows.
  private(set) var receipts: [RequestReceipt] = []
  private(set) var emptyReason: String?
  private var counts = Counts()
  /// Bytes of every answer, those that were thrown away too.
  private(set) var bytesReceived = 0
  /// The page that is read, and the point that another attempt at it comes back to.
  private var page: (number: Int, mark: Mark)?

  /// What `rollback` takes back.
  struct Counts: Sendable {
    var rejected = 0
    /// Why the first of them was put aside.
    var firstReject: String?
    var replacedTexts = 0
    var nulledValues = 0
    /// Rows whose own time is outside the chunk.
    var strays = 0
    var unknownFields: [String: Int] = [:]
  }

  /// Names of fields that nobody asked for.
  var unknownFields: Set<String> { Set(counts.unknownFields.keys) }

  struct Mark: Sendable {
    fileprivate var partition: PartitionMark
    fileprivate var rejects: RejectsFile.Mark
    fileprivate var counts: Counts
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

  /// A point to come back to when an answer turns out to be worth nothing after its rows were written.
  func mark() async throws -> Mark {
    Mark(partition: try await partition.mark(), rejects: try await rejects.mark(), counts: counts)
  }

  mutating func rollback(to mark: Mark) async throws {
    try await partition.rollback(to: mark.partition)
    try await rejects.rollback(to: mark.rejects)
    counts = mark.counts
  }

  /// Reads one answer to its end and writes its rows; undoes first what an earlier attempt has left. `mark`: where the window begins.
  mutating func take(_ answer: Answer, from mark: Mark) async throws -> AnswerReport {
    try await turn(to: answer.page, from: mark)
    // Rows of an answer that HTTP calls a failure are no rows; only its envelope counts.
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
    }
    if fault == nil {
      for batch in held { try await write(batch, of: answer, summary: reader.summary) }
    }
    for (name, count) in reader.summary.unknownFields { counts.unknownFields[name, default: 0] += count }
    var report = wiring.report(on: reader.summary, digest: digest, fault: fault)
    if report.message == nil, fault != nil || !reader.summary.foundRecords { report.message = prologue.text }
    return report
  }

  /// Goes back to where a page begins: to the window's beginning for the first, to here for one that was not tried yet.
  private mutating func turn(to number: Int, from mark: Mark) async throws {
    if number == 1 {
      page = (1, mark)
    } else if page?.number != number {
      page = (number, try await self.mark())
      return
    }
    try await rollback(to: page?.mark ?? mark)
  }

  /// Takes the answer of a report that has no rows of its own: what is written is one receipt.
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
    let mapped = try mapping.apply(to: batch, constants: constants)
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

  /// Rows that wait for the end of the answer must not grow with it.
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

  /// Leaves nothing behind.
  func discard() async {
    await partition.discard()
    await rejects.discard()
  }
}

/// A chunk whose every answer has been taken: ready to be published and committed.
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
  var isProvisional: Bool { place.planned.isOpen || place.planned.isSettling }

  /// Leaves nothing behind.
  func discard() async {
    await partition.discard()
    await rejects.discard()
  }
}

/// The beginning of a body, for the message where nothing in it could be read.
private struct TextPrologue {
  private var bytes: [UInt8] = []

  mutating func append(_ more: [UInt8]) {
    guard bytes.count < 512 else { return }
    bytes.append(contentsOf: more.prefix(512 - bytes.count))
  }

  var text: String? {
    let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.isEmpty ? nil : text
  }
}
