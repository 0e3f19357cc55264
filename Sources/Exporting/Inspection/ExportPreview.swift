import Checkpoints
import ConfigurationFiles
package import Fetching
package import Planning
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
  /// The reason why there is nothing, in the source's words.
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

extension ExportPreview {
  /// Rejects that are kept to be shown; the others are counted.
  package static let maxRejects = 5
}
