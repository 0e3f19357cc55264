import ConfigurationFiles
import Fetching
import Planning
import Records
import Storage
import Writing

/// Fetches complete chunks: window by window, each split until it fits, into one draft in time order.
struct ChunkFetcher {
  private let session: ExportSession
  /// Remembers the row density of earlier windows, so that later ones are split in advance.
  private var splitter: WindowSplitter
  /// Split windows, with the points in the draft where they begin.
  private var splits: [(window: Window, savepoint: ChunkWriter.Savepoint)] = []
  /// Unknown fields that were already reported.
  private var reportedFields: Set<String> = []
  private var reportedDoubt = false
  private var hasWarnedOfDeclaredProblem = false
  /// The responses to the windows of the current chunk.
  private var repetition = WindowRepetition()
  private var reportedRepetition = false
  private var reportedLookalike = false
  private var reportedRejects = false
  private var reportedClocks = false
  private var reportedDate = false

  init(_ session: ExportSession, splitter: WindowSplitter) {
    self.session = session
    self.splitter = splitter
  }

  /// Fetches every window of a chunk and writes the responses. After an error, the writer's files are removed.
  mutating func fetch(_ position: ChunkPosition) async throws -> CompletedChunk {
    var writer = try session.writer(for: position)
    do {
      let callsBefore = await session.client.counts.calls
      splitter.begin(position.planned.windows)
      splits = []
      repetition = WindowRepetition()
      while let window = splitter.next() { try await fetch(window, into: &writer) }
      try checkUnknownFields(of: writer)
      var finished = try await writer.finish(calls: session.client.counts.calls - callsBefore)
      if session.services.readsServerClock { try checkServerClock(of: &finished) }
      reportRejects(of: finished)
      await warnOfDeclaredProblem(of: writer)
      return finished
    } catch {
      await writer.discard()
      throw error
    }
  }

  /// Fetches one window and writes its response, or that of its parts.
  private mutating func fetch(_ window: Window, into writer: inout ChunkWriter) async throws {
    let savepoint = try await writer.savepoint()
    let isReceipt = session.file.source.report.grain == .request
    splits.removeAll { $0.window.span.upperBound <= window.span.lowerBound }
    let outcome = try await session.client.fetch(window, retriesStall: splitter.retriesStall) { response in
      if isReceipt { return try await writer.takeReceipt(response, from: savepoint) }
      return try await writer.take(response, from: savepoint)
    }
    switch outcome {
    case .rows(let receipt):
      writer.record(receipt)
      if receipt.endsInDoubt { reportDoubt(of: window) }
      reportLookalike(in: receipt)
      try checkRepetition(by: receipt)
      try await check(receipt, in: &writer)
    case .empty(let receipt, let reason):
      try await writer.rollback(to: savepoint)
      writer.record(receipt, emptyReason: reason)
      try await check(receipt, in: &writer)
    case .tooLarge(let receipt, let reason, let shown):
      try await writer.rollback(to: savepoint)
      guard splitter.split(window, after: receipt, shown: shown, reason: reason) != nil else {
        throw ExportError.cannotSplit(window, reason, receipt, cap: session.file.source.limits.records)
      }
      splits.append((window, savepoint))
    }
  }

  /// Keeps a chunk that had not ended on the server's clock from becoming final: rows could still come.
  private mutating func checkServerClock(of writer: inout CompletedChunk) throws {
    let chunk = writer.position.chunk
    if !reportedDate, let date = writer.receipts.lazy.compactMap(\.unreadableDate).first {
      reportedDate = true
      session.onEvent(
        .warning("the server's `Date` header is unreadable (`\(date)`), so that a wrong clock would not be noticed"))
    }
    if let receipt = ServerClock.beforeStart(of: chunk, in: writer.receipts), let server = receipt.serverTime {
      throw ExportError(
        kind: .resumable,
        reason:
          "chunk \(chunk.id) has not begun on the server's clock: its `Date` header was \(server) in response to a "
          + "request sent at \(Instant(seconds: receipt.requestedAt.seconds)); set both clocks and rerun",
        stopsRun: false)
    }
    guard let receipt = ServerClock.early(in: writer.receipts) else { return }
    writer.endsAfterResponses = true
    guard !reportedClocks, !writer.position.planned.isOpen, let difference = ServerClock.difference(receipt) else {
      return
    }
    reportedClocks = true
    session.onEvent(
      .warning(
        "\(difference); chunk \(chunk.id) had not ended on that clock and is provisional, so that the next run fetches it "
          + "again; set both clocks"))
  }

  /// Checks the parts of a split window against the window itself, once the last part is taken: if they hold too
  /// little, all of it is undone and requested once more.
  private mutating func check(_ receipt: RequestReceipt, in writer: inout ChunkWriter) async throws {
    guard let shortfall = splitter.take(receipt) else { return }
    guard shortfall.isRequestedAgain, let split = splits.last(where: { $0.window == shortfall.window }) else {
      throw ExportError.shortfall(shortfall)
    }
    session.onEvent(.warning("\(shortfall.description); requesting it once more"))
    try await writer.rollback(to: split.savepoint)
  }

  /// Warns once per run of a page that may be a repetition.
  private mutating func reportLookalike(in receipt: RequestReceipt) {
    guard !reportedLookalike, let page = receipt.lookalike else { return }
    reportedLookalike = true
    session.onEvent(
      .warning(
        "\(receipt.window): page \(page.number) has the same record as page \(page.earlier); if it is not a different "
          + "record that looks alike, it is duplicated; check that the request specifies the page, or use larger pages")
    )
  }

  /// The parts of a window that the server ignores have the same records, which would be duplicated.
  private mutating func checkRepetition(by receipt: RequestReceipt) throws {
    let report = session.file.source.report
    guard report.grain == .event, let other = repetition.window(repeatedBy: receipt) else { return }
    // Records without their time may look alike in every window.
    guard report.timeField == nil else { throw ExportError.repeated(receipt, other) }
    guard !reportedRepetition else { return }
    reportedRepetition = true
    session.onEvent(.warning(ExportError.repetition(of: receipt, other)))
  }

  /// Warns once per run if all records are rejected, because then the columns are wrong rather than the records.
  private mutating func reportRejects(of writer: CompletedChunk) {
    let limit = session.file.rules.maxRejects
    guard !reportedRejects, writer.rows == 0, let reason = writer.counts.firstReject,
      !writer.hasMoreRejects(than: limit)
    else { return }
    reportedRejects = true
    let rejected = writer.counts.rejected
    let what = rejected == 1 ? "the only record was" : "all \(rejected) records were"
    session.onEvent(
      .warning(
        "\(writer.position.chunk.id): \(what) rejected; first: \(reason); "
          + "check `fields`\(limit == nil ? ", and set `rules.max_rejects` to fail such chunks" : "")"))
  }

  /// Warns once per run that a truncated response would not be noticed, because it declares no readable record count.
  private mutating func warnOfDeclaredProblem(of writer: ChunkWriter) async {
    guard !hasWarnedOfDeclaredProblem, let problem = writer.declaredProblem,
      let count = session.file.source.report.envelope.declared
    else { return }
    hasWarnedOfDeclaredProblem = true
    let words = await problem.description(at: count.at, redactor: session.client.redactor)
    session.onEvent(
      .warning(
        "\(writer.position.chunk.id): \(words), so that a truncated response would not be noticed; "
          + "correct `envelope.declared` in the catalog, or set `declared.required: true` to reject such responses"))
  }

  /// Warns once per run of the symptom of a catalog with a wrong path to the next page.
  private mutating func reportDoubt(of window: Window) {
    guard !reportedDoubt, let path = session.file.source.report.paging?.next else { return }
    reportedDoubt = true
    session.onEvent(
      .warning(
        "\(window): the last page is full, but it has no value at `\(path.joined(separator: "."))`, the path to the next page; "
          + "if records are missing, fix `paging.at` in the catalog, or set `paging.total` or `paging.more`"))
  }

  /// The vendor has changed its report, or the pipeline never knew all of it.
  private mutating func checkUnknownFields(of writer: ChunkWriter) throws {
    let rule = session.file.rules.unknownFields
    let names = writer.unknownFields.sorted()
    switch rule {
    case .ignore, .keep: break
    case .fail where !names.isEmpty:
      throw ExportError(
        kind: .badData,
        reason:
          "the records have fields without a column: \(words(for: names)); add them to `fields` or set `rules.unknown_fields`",
        stopsRun: false)
    case .report, .fail:
      let news = names.filter { !reportedFields.contains($0) }
      guard !news.isEmpty else { return }
      reportedFields.formUnion(news)
      session.onEvent(
        .warning(
          "the records have fields without a column: \(words(for: news)); export them with `rules.unknown_fields: keep`, or hide this warning with `ignore`"
        ))
    }
  }

  private func words(for names: [String]) -> String {
    names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " and \(names.count - 10) more" : "")
  }
}

extension ExportError {
  /// Returns the failure of a window at the source's time resolution that exceeds one response.
  ///
  /// - Parameters:
  ///   - receipt: nil if the response did not arrive in time, whatever it contains.
  ///   - cap: the most records of a response; fewer than declared are not the cap's doing if they are below it.
  static func cannotSplit(_ window: Window, _ reason: String, _ receipt: RequestReceipt?, cap: Int?) -> ExportError {
    let advice =
      if let receipt {
        if let declared = receipt.declared, declared != receipt.rows, receipt.rows < cap ?? .max {
          "report the mismatch to the vendor, or correct `envelope.declared` in the catalog"
        } else {
          "request a higher limit from the vendor, or raise `source.limits` if it is wrong"
        }
      } else {
        "raise `source.timeout` if the server needs longer, or rerun when it responds faster"
      }
    return ExportError(
      kind: .badData, reason: "\(window) cannot be split further: \(reason); \(advice)", stopsRun: false)
  }

  /// Two windows have the same records.
  static func repeated(_ receipt: RequestReceipt, _ other: Window) -> ExportError {
    ExportError(
      kind: .badData,
      reason:
        "\(repetition(of: receipt, other)); nothing was published, check the window's format in the catalog, "
        + "or use a `chunk` that one response can hold",
      stopsRun: false)
  }

  static func repetition(of receipt: RequestReceipt, _ other: Window) -> String {
    "\(receipt.window): the response has the same \(receipt.rows) records as the response to \(other), "
      + "so the server may ignore the window or its time of day"
  }

  /// Records are missing from responses that are well-formed.
  static func shortfall(_ shortfall: WindowShortfall) -> ExportError {
    ExportError(
      kind: .badData,
      reason:
        "\(shortfall.description), also when requested once more; nothing was published, rerun to request the chunk again",
      stopsRun: false)
  }
}
