import Checkpoints
import ConfigurationFiles
package import Fetching
package import Planning
package import Records
package import Storage
import SystemPackage

/// The chunks that a run would export now, computed without the network and without a lock.
package struct ExportPlan: Sendable {
  package struct Item: Sendable {
    package var chunk: Chunk
    package var state: ChunkState
    /// A run would fetch it.
    package var isDue: Bool
    /// The reason for the state, if the state alone does not show it.
    package var reason: String?
    /// The chunk's first request, without secrets.
    package var request: RedactedRequest
    /// The number of requests for the chunk if no window is split.
    package var calls: Int
  }

  package var chunks: [Item]
  package var notes: [String]
  /// Checkpoints that cannot be trusted, files that are damaged.
  package var warnings: [String]
  /// The reason why a run would stop before its first chunk (78); nil if it would start.
  package var refusal: String?

  /// Requests of all chunks that are due.
  package var calls: Int { chunks.filter(\.isDue).reduce(0) { $0 + $1.calls } }

  package init(
    _ job: ExportJob, options: ExportOptions, files: any FileStore, now: Instant
  ) throws(ExportError) {
    do {
      let snapshot = try SinkSnapshot(job, options: options, files: files, now: now)
      let requests = RequestBuilder(job.file.source, zone: snapshot.plan.zone)
      chunks = snapshot.schedule.items.map { item in
        Item(
          chunk: item.planned.chunk, state: item.state, isDue: item.isDue,
          reason: ExportPlan.reason(for: item, settle: job.file.range.settle),
          request: requests.describe(item.planned.windows[0]), calls: item.planned.windows.count)
      }
      notes = snapshot.plan.notes
      warnings = snapshot.warnings
      refusal = try ExportPlan.refusal(of: job, snapshot, options: options, now: now)
    } catch {
      throw ExportError(error, chunk: nil)
    }
  }

  private static func refusal(
    of job: ExportJob, _ snapshot: SinkSnapshot, options: ExportOptions, now: Instant
  ) throws -> String? {
    let policy = FingerprintPolicy(
      store: snapshot.store, fingerprint: snapshot.fingerprint, chunks: job.chunks(at: now), options: options,
      zone: snapshot.plan.zone)
    do {
      try policy.review(try policy.admitted(snapshot.committed) { _ in }, snapshot.schedule) { _ in }
      return nil
    } catch let error as ExportError {
      return error.reason
    }
  }

  private static func reason(for item: ChunkSchedule.Item, settle: Duration?) -> String? {
    if let damage = item.damage { return "its \(damage.isRejects ? "rejects file" : "partition") \(damage.damage)" }
    let end = item.planned.chunk.span.upperBound
    return switch item.state {
    case .pending: nil
    case .open: "ends \(end)"
    case .provisional: item.planned.isOpen ? "ends \(end)" : settle.map { "may change until \(end + $0)" }
    case .committed: item.isDue ? "--refresh all" : nil
    case .stale: item.isDue ? "different settings" : "different settings; --refresh changed fetches it again"
    }
  }
}
