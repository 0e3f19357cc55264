import Checkpoints
import Declarations
import Fetching
package import Planning
package import Records
package import Storage
import SystemPackage

/// What a run would do now, found without the network and without a lock.
package struct ExportOutlook: Sendable {
  package struct Item: Sendable {
    package var chunk: Chunk
    package var state: ChunkState
    /// A run would fetch it.
    package var isDue: Bool
    /// Why it is in its state, where the state alone does not say so.
    package var reason: String?
    /// The chunk's first request, without secrets.
    package var request: (method: String, url: String)
    /// Requests that the chunk takes where none has to be split.
    package var calls: Int
  }

  package var chunks: [Item]
  package var notes: [String]
  /// Checkpoints that cannot be trusted, files that are damaged.
  package var warnings: [String]

  /// Requests of all chunks that are due.
  package var calls: Int { chunks.filter(\.isDue).reduce(0) { $0 + $1.calls } }

  package init(
    _ job: ExportJob, options: ExportOptions, files: any FileStore, now: Instant
  ) throws(ExportFailure) {
    do {
      let file = job.file
      let plan = try Plan(file, now: now, from: options.from, to: options.to)
      let store = CheckpointStore(sink: FilePath(file.sink.path), files: files)
      let loaded = try store.load()
      var warnings = loaded.faults.map(\.description)
      let check = PartitionCheck(sink: store.layout.sink, files: files, inspector: FormatInspector())
      let fingerprint = Fingerprint(job.shape.map { ($0.key, $0.value) })
      var damages: [ChunkID: String] = [:]
      let agenda = try Agenda(
        plan: plan, checkpoints: loaded.entries, fingerprint: fingerprint.text, options: options
      ) { entry in
        guard let partition = entry.partition, let damage = check.quick(partition, columns: entry.columns)
        else { return true }
        damages[entry.chunk] = "its file \(damage)"
        warnings.append("\(partition.path) \(damage); the next run fetches its chunk again")
        return false
      }
      let requests = RequestBuilder(file.source, zone: plan.zone)
      chunks = agenda.items.map { item in
        Item(
          chunk: item.planned.chunk, state: item.state, isDue: item.isDue,
          reason: damages[item.planned.chunk.id] ?? ExportOutlook.reason(for: item, settle: file.range.settle),
          request: requests.describe(item.planned.windows[0]), calls: item.planned.windows.count)
      }
      notes = plan.notes
      self.warnings = warnings
    } catch {
      throw ExportFailure(error, chunk: nil)
    }
  }

  private static func reason(for item: Agenda.Item, settle: Duration?) -> String? {
    let end = item.planned.chunk.span.upperBound
    return switch item.state {
    case .pending: nil
    case .open: "ends \(end)"
    case .provisional: item.planned.isOpen ? "ends \(end)" : settle.map { "may change until \(end + $0)" }
    case .committed: item.isDue ? "--refresh all" : nil
    case .stale: item.isDue ? "another shape" : "another shape; --refresh changed fetches it again"
    }
  }
}
