import Fetching
import Planning
import Reading
import Records

/// Counts the records of windows, each split until it fits, and keeps none.
struct ChunkCounter {
  let client: ReportClient
  let stages: PipelineStages
  /// The most records of one response.
  let cap: Int?
  var splitter: WindowSplitter

  mutating func count(_ windows: [Window]) async throws -> Int {
    var receipts: [RequestReceipt] = []
    splitter.begin(windows)
    while let window = splitter.next() {
      switch try await client.fetch(window, retriesStall: splitter.retriesStall, consume: read) {
      case .rows(let receipt), .empty(let receipt, _):
        receipts.append(receipt)
        guard let shortfall = splitter.take(receipt) else { continue }
        guard shortfall.isRequestedAgain else { throw ExportError.shortfall(shortfall) }
        receipts.removeAll { shortfall.window.span.contains($0.window.span.lowerBound) }
      case .tooLarge(let receipt, let reason, let shown):
        guard splitter.split(window, after: receipt, shown: shown, reason: reason) != nil else {
          throw ExportError.cannotSplit(window, reason, receipt, cap: cap)
        }
      }
    }
    return receipts.reduce(0) { $0 + $1.rows }
  }

  private nonisolated(nonsending) func read(_ response: Response) async throws -> ParsedResponse {
    var reader = ResponseReader(stages.layout)
    var readError: ReadError?
    var prologue = BodyPrologue()
    var digest = RecordsDigest()
    do {
      for try await bytes in response.body {
        prologue.append(bytes)
        try reader.append(bytes)
        while let batch = try reader.next() { stages.digest(batch, into: &digest) }
      }
      try reader.finish()
      while let batch = try reader.next() { stages.digest(batch, into: &digest) }
    } catch let error as ReadError {
      readError = error
    } catch is TransportError {
      // The body reports its failure itself; the complete records before it are evidence against an empty response
      // later.
      readError = reader.finishIncomplete()
    }
    return stages.report(
      on: reader.summary, prologue: prologue, digest: digest, error: readError, redactor: response.redactor)
  }
}
