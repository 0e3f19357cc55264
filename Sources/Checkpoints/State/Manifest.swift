import Crypto
package import Planning
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
    /// The id of its columns in `shapes`; nil in a manifest of a version that did not record them.
    package var shape: String?

    package var chunk: ChunkID { ChunkID(span) }
  }

  package var pipeline: String
  /// Those of the latest partition.
  package var columns: [Column]
  /// The columns of each partition by their id; nil in a manifest of a version that did not record them.
  package var shapes: [String: [Column]]?
  /// Partitions in the order of their start.
  package var partitions: [Partition]

  package init(pipeline: String, checkpoints: LoadedCheckpoints) {
    let entries = checkpoints.inOrder
    self.pipeline = pipeline
    self.columns = (entries.last { $0.partition != nil } ?? entries.last)?.columns ?? []
    // A file that is being replaced may differ from its checkpoint.
    var ids: [[Column]: String] = [:]
    self.partitions = entries.filter { !$0.isBeingReplaced }.compactMap { entry in
      entry.partition.map { file in
        let shape = ids[entry.columns] ?? Manifest.shapeID(of: entry.columns)
        ids[entry.columns] = shape
        return Partition(
          path: file.path, span: entry.span, rows: file.rows, bytes: file.bytes, sha256: file.sha256,
          state: entry.state, changedIn: file.changedIn, shape: shape)
      }
    }
    self.shapes = Dictionary(uniqueKeysWithValues: ids.map { ($1, $0) })
  }

  /// Names a list of columns by its content, so that the same columns have the same id in every manifest.
  private static func shapeID(of columns: [Column]) -> String {
    var hash = SHA256()
    for column in columns {
      // The lengths keep `ab` and `c` apart from `a` and `bc`.
      for text in [column.name, column.type.rawValue, column.isRequired ? "required" : ""] {
        hash.update(data: Array("\(text.utf8.count):".utf8))
        hash.update(data: Array(text.utf8))
      }
    }
    return hexadecimal(hash.finalize().prefix(8))
  }
}

extension CheckpointStore {
  /// Writes the manifest from the checkpoints, unless it is unchanged.
  ///
  /// - Returns: true if it was written.
  @discardableResult
  package func writeManifest(pipeline: String, _ checkpoints: LoadedCheckpoints) throws -> Bool {
    let bytes = try Manifest(pipeline: pipeline, checkpoints: checkpoints).json()
    if try files.status(layout.manifest) == FileStatus(kind: .file, size: bytes.count),
      try files.read(layout.manifest, limit: bytes.count) == bytes
    {
      return false
    }
    try files.replaceFile(layout.manifest, with: bytes, mode: .shared)
    return true
  }

  /// Keeps a manifest that a newer program wrote from being overwritten. Called once the sink is locked, before any
  /// write of the manifest.
  ///
  /// - Throws: `NewerManifestError`, or `StorageError`.
  package func rejectNewerManifest() throws {
    guard try files.status(layout.manifest) != nil else { return }
    let bytes = try files.read(layout.manifest, limit: StateFile.maxBytes)
    do throws(StateFileError) {
      _ = try StateFile().decode(ManifestVersion.self, from: bytes)
    } catch {
      // Anything else that is wrong with it is repaired by writing it again.
      if case .newer = error { throw NewerManifestError(path: layout.manifest, problem: error) }
    }
  }

  /// Reads the manifest; nil if it does not exist.
  ///
  /// - Throws: `StateFileError` or `StorageError`.
  package func manifest() throws -> Manifest? {
    guard try files.status(layout.manifest) != nil else { return nil }
    return try StateFile().decode(Manifest.self, from: files.read(layout.manifest, limit: StateFile.maxBytes))
  }
}

extension Manifest {
  /// Encodes the file a few partitions at a time, because an encoder needs many times the memory of its output.
  func json() throws -> [UInt8] {
    let state = StateFile()
    var frame = self
    frame.partitions = []
    let empty = try state.encode(frame)
    let brackets = Array("\"partitions\" : [\n\n  ]".utf8)
    let lineBreak = Array("\n  ".utf8)
    guard !partitions.isEmpty, let place = empty.firstRange(of: brackets) else { return empty }
    var bytes = Array(empty[..<place.lowerBound]) + Array("\"partitions\" : [".utf8)
    for first in stride(from: 0, to: partitions.count, by: Manifest.encodedAtOnce) {
      if first > 0 { bytes.append(UInt8(ascii: ",")) }
      let few = partitions[first..<min(first + Manifest.encodedAtOnce, partitions.count)]
      // Without the array's own brackets and the line feeds next to them, and indented one level more.
      for line in try state.encode(Array(few)).dropFirst(2).dropLast(3).split(separator: UInt8(ascii: "\n")) {
        bytes += lineBreak
        bytes += line
      }
    }
    bytes += Array("\n  ]".utf8)
    bytes += empty[place.upperBound...]
    return bytes
  }

  private static let encodedAtOnce = 256
}

extension Manifest: Codable {
  private enum CodingKeys: String, CodingKey {
    case version, pipeline, columns, shapes, partitions
  }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    try keys.requireVersion(Manifest.version, forKey: .version)
    pipeline = try keys.decode(String.self, forKey: .pipeline)
    columns = try keys.decode([Column].self, forKey: .columns)
    shapes = try keys.decodeIfPresent([String: [Column]].self, forKey: .shapes)
    partitions = try keys.decode([Partition].self, forKey: .partitions)
  }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(Manifest.version, forKey: .version)
    try keys.encode(pipeline, forKey: .pipeline)
    try keys.encode(columns, forKey: .columns)
    try keys.encodeIfPresent(shapes, forKey: .shapes)
    try keys.encode(partitions, forKey: .partitions)
  }
}

extension Manifest.Partition: Codable {
  private enum CodingKeys: String, CodingKey {
    case chunk, path, start, end, rows, bytes, sha256, state, shape
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
    shape = try keys.decodeIfPresent(String.self, forKey: .shape)
    if let id = try keys.decodeIfPresent(String.self, forKey: .chunk), id != chunk.text {
      throw StateFileError.foreign("`chunk` \(id) is not that of its start and end")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(chunk.text, forKey: .chunk)
    try keys.encode(path, forKey: .path)
    try keys.encode(span.lowerBound, forKey: .start)
    try keys.encode(span.upperBound, forKey: .end)
    try keys.encode(rows, forKey: .rows)
    try keys.encode(bytes, forKey: .bytes)
    try keys.encode(sha256, forKey: .sha256)
    try keys.encode(state, forKey: .state)
    try keys.encode(changedIn, forKey: .changedIn)
    try keys.encodeIfPresent(shape, forKey: .shape)
  }
}
