package import Records
package import Storage
package import SystemPackage

/// The record of a run: `runs/<run id>.json`.
package struct RunRecord: Hashable, Sendable {
  package static let version = 1

  package struct Chunks: Hashable, Sendable, Codable {
    package var committed = 0
    package var unchanged = 0
    package var empty = 0
    package var skipped = 0
    package var failed = 0
    /// Chunks that the run did not start.
    package var left = 0

    package init(
      committed: Int = 0, unchanged: Int = 0, empty: Int = 0, skipped: Int = 0, failed: Int = 0, left: Int = 0
    ) {
      self.committed = committed
      self.unchanged = unchanged
      self.empty = empty
      self.skipped = skipped
      self.failed = failed
      self.left = left
    }

    package init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: CodingKeys.self)
      committed = try keys.decode(Int.self, forKey: .committed)
      unchanged = try keys.decode(Int.self, forKey: .unchanged)
      empty = try keys.decode(Int.self, forKey: .empty)
      skipped = try keys.decode(Int.self, forKey: .skipped)
      failed = try keys.decode(Int.self, forKey: .failed)
      // Came later than the others.
      left = try keys.decodeIfPresent(Int.self, forKey: .left) ?? 0
    }
  }

  package struct Failure: Hashable, Sendable, Codable {
    /// Nil if it does not belong to one chunk.
    package var chunk: String?
    package var reason: String

    package init(chunk: String?, reason: String) {
      self.chunk = chunk
      self.reason = reason
    }

    package func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: CodingKeys.self)
      try keys.encode(chunk, forKey: .chunk)
      try keys.encode(reason, forKey: .reason)
    }
  }

  /// The time that a run was to export.
  package struct Scope: Hashable, Sendable, Codable {
    package var start: Instant
    package var end: Instant
    /// The range was that of the pipeline, and moves with the clock.
    package var isRelative: Bool

    package init(_ span: Range<Instant>, isRelative: Bool) {
      (start, end) = (span.lowerBound, span.upperBound)
      self.isRelative = isRelative
    }

    private enum CodingKeys: String, CodingKey {
      case start, end
      case isRelative = "relative"
    }
  }

  package var run: String
  package var pipeline: String
  /// The path of the pipeline's file, if it came from a file.
  package var pipelineFile: String?
  package var startedAt: Instant
  /// Nil if only some chunks of a range were wanted.
  package var scope: Scope?
  /// Nil while it runs, and permanently if it was killed.
  package var endedAt: Instant?
  package var exitCode: Int?
  package var chunks = Chunks()
  /// Rows of all fetched chunks, including unchanged ones.
  package var rows = 0
  /// Rows of the partitions that were written; nil in the records of earlier versions.
  package var rowsWritten: Int?
  package var rejected = 0
  package var bytesReceived = 0
  package var bytesWritten = 0
  package var calls = 0
  package var retries = 0
  package var failures: [Failure] = []
  /// The option that ended the run before its last chunk without a failure: `--until 05:30`.
  package var stopReason: String?
  /// The load after the run; nil without one.
  package var load: LoadRecord?

  package init(run: String, pipeline: String, pipelineFile: String? = nil, startedAt: Instant) {
    self.run = run
    self.pipeline = pipeline
    self.pipelineFile = pipelineFile
    self.startedAt = startedAt
  }
}

extension CheckpointStore {
  /// Writes a run's record, again if its path has changed, and returns its path.
  @discardableResult
  package func write(_ run: RunRecord) throws -> FilePath {
    let path = try ContainedDirectory(layout.runs, files: files).resolve("\(run.run).json")
    try files.replaceFile(path, with: StateFile().encode(run), mode: .shared)
    return path
  }

  /// Returns the latest runs, newest first; unreadable records are reported as faults.
  package func latestRuns(_ count: Int) throws(StorageError) -> (runs: [RunRecord], errors: [RunRecordError]) {
    var runs: [RunRecord] = []
    var errors: [RunRecordError] = []
    let state = StateFile()
    let names = try files.list(layout.runs).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
    // Names contain the second and a random number: all records of the same second are read, and sorted by their
    // start.
    var second: Substring = ""
    for name in names.reversed() where runs.count < count || name.hasPrefix(second) {
      second = name.prefix { $0 != "-" }
      let path = layout.runs.appending(name)
      let bytes: [UInt8]
      do throws(StorageError) {
        bytes = try files.read(path, limit: StateFile.maxBytes)
      } catch {
        errors.append(RunRecordError(path: path, problem: .unreadable(error)))
        continue
      }
      do throws(StateFileError) {
        runs.append(try state.decode(RunRecord.self, from: bytes))
      } catch {
        errors.append(RunRecordError(path: path, problem: .untrusted(error)))
      }
    }
    return (Array(runs.sorted { $0.startedAt > $1.startedAt }.prefix(count)), errors)
  }
}

extension RunRecord: Codable {
  private enum CodingKeys: String, CodingKey {
    case version, run, pipeline, chunks, rows, rejected, calls, retries, failures, load
    case scope = "range"
    case pipelineFile = "pipeline_file"
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case exitCode = "exit_code"
    case bytesReceived = "bytes_received"
    case bytesWritten = "bytes_written"
    case rowsWritten = "rows_written"
    case stopReason = "stopped_by"
  }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    try keys.requireVersion(RunRecord.version, forKey: .version)
    run = try keys.decode(String.self, forKey: .run)
    pipeline = try keys.decode(String.self, forKey: .pipeline)
    pipelineFile = try keys.decodeIfPresent(String.self, forKey: .pipelineFile)
    startedAt = try keys.decode(Instant.self, forKey: .startedAt)
    scope = try keys.decodeIfPresent(Scope.self, forKey: .scope)
    endedAt = try keys.decodeIfPresent(Instant.self, forKey: .endedAt)
    exitCode = try keys.decodeIfPresent(Int.self, forKey: .exitCode)
    chunks = try keys.decode(Chunks.self, forKey: .chunks)
    rows = try keys.decode(Int.self, forKey: .rows)
    rowsWritten = try keys.decodeIfPresent(Int.self, forKey: .rowsWritten)
    rejected = try keys.decode(Int.self, forKey: .rejected)
    bytesReceived = try keys.decode(Int.self, forKey: .bytesReceived)
    bytesWritten = try keys.decode(Int.self, forKey: .bytesWritten)
    calls = try keys.decode(Int.self, forKey: .calls)
    retries = try keys.decode(Int.self, forKey: .retries)
    failures = try keys.decode([Failure].self, forKey: .failures)
    stopReason = try keys.decodeIfPresent(String.self, forKey: .stopReason)
    load = try keys.decodeIfPresent(LoadRecord.self, forKey: .load)
  }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(RunRecord.version, forKey: .version)
    try keys.encode(run, forKey: .run)
    try keys.encode(pipeline, forKey: .pipeline)
    try keys.encode(pipelineFile, forKey: .pipelineFile)
    try keys.encode(startedAt, forKey: .startedAt)
    try keys.encodeIfPresent(scope, forKey: .scope)
    try keys.encode(endedAt, forKey: .endedAt)
    try keys.encode(exitCode, forKey: .exitCode)
    try keys.encode(chunks, forKey: .chunks)
    try keys.encode(rows, forKey: .rows)
    try keys.encodeIfPresent(rowsWritten, forKey: .rowsWritten)
    try keys.encode(rejected, forKey: .rejected)
    try keys.encode(bytesReceived, forKey: .bytesReceived)
    try keys.encode(bytesWritten, forKey: .bytesWritten)
    try keys.encode(calls, forKey: .calls)
    try keys.encode(retries, forKey: .retries)
    try keys.encode(failures, forKey: .failures)
    try keys.encodeIfPresent(stopReason, forKey: .stopReason)
    try keys.encodeIfPresent(load, forKey: .load)
  }
}
