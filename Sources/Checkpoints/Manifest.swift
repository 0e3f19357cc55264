package import Records
import Storage

/// Every committed partition of a sink, for loaders: `manifest.json`. Made of the checkpoints alone.
package struct Manifest: Hashable, Sendable {
  package static let version = 1

  package struct Partition: Hashable, Sendable {
    /// Relative to the sink.
    package var path: String
    package var span: Range<Instant>
    package var rows: Int
    package var bytes: Int
    package var sha256: String
    package var state: CheckpointEntry.State
    /// The run that last changed the file's bytes.
    package var changedIn: String
  }

  package var pipeline: String
  /// Those of the latest partition.
  package var columns: [Column]
  /// In the order of their start.
  package var partitions: [Partition]

  package init(pipeline: String, checkpoints: LoadedCheckpoints) {
    let entries = checkpoints.inOrder
    self.pipeline = pipeline
    self.columns = (entries.last { $0.partition != nil } ?? entries.last)?.columns ?? []
    // What is being replaced is not known to be whole as it was committed.
    self.partitions = entries.filter { !$0.isBeingReplaced }.compactMap { entry in
      entry.partition.map { file in
        Partition(
          path: file.path, span: entry.span, rows: file.rows, bytes: file.bytes, sha256: file.sha256,
          state: entry.state, changedIn: file.changedIn)
      }
    }
  }
}

extension CheckpointStore {
  /// Writes what the checkpoints say, unless the manifest says so already.
  ///
  /// - Returns: whether it has been written.
  @discardableResult
  package func writeManifest(pipeline: String, _ checkpoints: LoadedCheckpoints) throws -> Bool {
    let bytes = try StateFile().encode(Manifest(pipeline: pipeline, checkpoints: checkpoints))
    if try files.status(layout.manifest) == FileStatus(kind: .file, size: bytes.count),
      try files.read(layout.manifest, limit: bytes.count) == bytes
    {
      return false
    }
    try files.replaceFile(layout.manifest, with: bytes, mode: .ownerOnly)
    return true
  }

  /// The manifest as it stands; nil where there is none.
  ///
  /// - Throws: `StateFileProblem` or `StorageError`.
  package func manifest() throws -> Manifest? {
    guard try files.status(layout.manifest) != nil else { return nil }
    return try StateFile().decode(Manifest.self, from: files.read(layout.manifest, limit: StateFile.mostBytes))
  }
}

extension Manifest: Codable {
  private enum CodingKeys: String, CodingKey {
    case version, pipeline, columns, partitions
  }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    try keys.requireVersion(Manifest.version, forKey: .version)
    pipeline = try keys.decode(String.self, forKey: .pipeline)
    columns = try keys.decode([Column].self, forKey: .columns)
    partitions = try keys.decode([Partition].self, forKey: .partitions)
  }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(Manifest.version, forKey: .version)
    try keys.encode(pipeline, forKey: .pipeline)
    try keys.encode(columns, forKey: .columns)
    try keys.encode(partitions, forKey: .partitions)
  }
}

extension Manifest.Partition: Codable {
  private enum CodingKeys: String, CodingKey {
    case path, start, end, rows, bytes, sha256, state
    case changedIn = "changed_in"
  }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    path = try keys.decode(String.self, forKey: .path)
    span = try keys.decodeSpan(from: .start, to: .end)
    rows = try keys.decode(Int.self, forKey: .rows)
    bytes = try keys.decode(Int.self, forKey: .bytes)
    sha256 = try keys.decode(String.self, forKey: .sha256)
    state = try keys.decode(CheckpointEntry.State.self, forKey: .state)
    changedIn = try keys.decode(String.self, forKey: .changedIn)
  }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(path, forKey: .path)
    try keys.encode(span.lowerBound, forKey: .start)
    try keys.encode(span.upperBound, forKey: .end)
    try keys.encode(rows, forKey: .rows)
    try keys.encode(bytes, forKey: .bytes)
    try keys.encode(sha256, forKey: .sha256)
    try keys.encode(state, forKey: .state)
    try keys.encode(changedIn, forKey: .changedIn)
  }
}
