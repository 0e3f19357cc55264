import Foundation
import Planning
package import Records
import Storage
import SystemPackage

/// A Delta table over the partitions of a sink, derived from the checkpoints.
///
/// Partitions are named by their content, so that a changed chunk has a new file: readers of an older version still find
/// the old one, which is removed after a time. All changes of a run become one version. Requires the sink's lock.
package struct DeltaTable: Sendable {
  private let store: CheckpointStore
  private let pipeline: String
  /// The time that files remain after the table does not list them any more.
  private let keep: Duration

  package init(_ store: CheckpointStore, pipeline: String, keep: Duration) {
    self.store = store
    self.pipeline = pipeline
    self.keep = keep
  }

  private var log: DeltaLog { DeltaLog(layout: store.layout, files: store.files) }

  /// Adds a version if the files of the committed chunks are not those of the table, then removes files that the table
  /// does not need any more.
  ///
  /// - Throws: `DeltaTableError`, `ContainedPathError` or `StorageError`.
  package func update(_ checkpoints: LoadedCheckpoints, now: Instant) throws {
    var attempts = 0
    while true {
      let snapshot = try log.snapshot()
      let changes = try self.changes(from: snapshot, to: checkpoints, now: now)
      let version = (snapshot.version ?? -1) + 1
      if changes.isEmpty { break }
      if try log.append(changes, version: version) { break }
      attempts += 1
      guard attempts < 10 else { throw DeltaTableError.contested(path: "\(DeltaLog.folder)/\(version)") }
    }
    try removeOldFiles(checkpoints, now: now)
  }

  /// The files that the table lists, or listed in an earlier version, by their paths in the sink.
  ///
  /// - Throws: `DeltaTableError`, `ContainedPathError` or `StorageError`.
  package func listedFiles() throws -> Set<String> {
    let snapshot = try log.snapshot()
    return Set(snapshot.active.keys).union(snapshot.removed.keys)
  }

  /// The types of columns that one table has for the committed chunks and further columns.
  ///
  /// - Throws: `DeltaTableError` if they differ.
  package func checkTypes(_ checkpoints: LoadedCheckpoints, adding schema: Schema) throws {
    var union = DeltaSchema()
    for entry in checkpoints.inOrder where entry.partition != nil { try union.add(entry) }
    for column in schema.columns { try union.add(column.name, DeltaSchema.type(of: column)) }
  }

  /// The differences between the log and the checkpoints, for an audit.
  ///
  /// - Returns: also the paths that the log knows, now or from earlier versions.
  func findings(_ checkpoints: LoadedCheckpoints) throws -> (findings: [AuditFinding], known: Set<String>) {
    func finding(_ kind: AuditFinding.Kind, _ words: String) -> AuditFinding {
      AuditFinding(kind: kind, path: DeltaLog.folder, words: words)
    }
    let snapshot: DeltaSnapshot
    do {
      snapshot = try log.snapshot()
    } catch {
      return ([finding(.unreadableTableLog, "cannot be checked: \(error)")], [])
    }
    let known = Set(snapshot.active.keys).union(snapshot.removed.keys)
    let expected = Set(partitions(of: checkpoints).map(\.file.path))
    guard snapshot.version != nil else { return (expected.isEmpty ? [] : [finding(.tableLog, "is missing")], known) }
    var findings = expected.subtracting(snapshot.active.keys).sorted().map { finding(.tableLog, "does not list \($0)") }
    findings += snapshot.active.keys.filter { !expected.contains($0) }.sorted().map {
      finding(.tableLog, "lists \($0), which has no checkpoint")
    }
    return (findings, known)
  }

  // MARK: Versions

  /// Also chunks that are being replaced: their files stay until a version has the new ones.
  private func partitions(
    of checkpoints: LoadedCheckpoints
  ) -> [(entry: CheckpointEntry, file: CheckpointEntry.Partition)] {
    checkpoints.inOrder.compactMap { entry in entry.partition.map { (entry, $0) } }
  }

  private func changes(
    from snapshot: DeltaSnapshot, to checkpoints: LoadedCheckpoints, now: Instant
  ) throws -> [DeltaAction] {
    let partitions = partitions(of: checkpoints)
    if snapshot.version == nil, partitions.isEmpty { return [] }
    let time = now.microseconds / 1_000
    let metadata = try metadata(of: partitions, snapshot, time: time)
    let versions = try versions(of: metadata, snapshot)
    var changes: [DeltaAction] = []
    if versions != snapshot.versions { changes.append(DeltaAction(protocol: versions)) }
    if metadata != snapshot.metadata { changes.append(DeltaAction(metaData: metadata)) }
    let paths = Set(partitions.map(\.file.path))
    for (path, add) in snapshot.active.sorted(by: { $0.key < $1.key }) where !paths.contains(path) {
      changes.append(
        DeltaAction(
          remove: DeltaAction.Remove(
            path: add.path, deletionTimestamp: time, dataChange: true, extendedFileMetadata: true,
            partitionValues: add.partitionValues, size: add.size)))
    }
    for (_, file) in partitions where snapshot.active[file.path] == nil {
      let values = DeltaPath.keys(of: file.path).map { ($0.key, Optional($0.value)) }
      changes.append(
        DeltaAction(
          add: DeltaAction.Add(
            path: DeltaPath.encoded(file.path), partitionValues: Dictionary(values) { $1 }, size: file.bytes,
            modificationTime: time, dataChange: true, stats: "{\"numRecords\":\(file.rows)}")))
    }
    guard !changes.isEmpty else { return [] }
    let info = DeltaAction.CommitInfo(timestamp: time, operation: "WRITE", engineInfo: "tidemark")
    return [DeltaAction(commitInfo: info)] + changes
  }

  private func metadata(
    of partitions: [(entry: CheckpointEntry, file: CheckpointEntry.Partition)], _ snapshot: DeltaSnapshot, time: Int64
  ) throws -> DeltaAction.Metadata {
    let keys = partitions.last.map { DeltaPath.keys(of: $0.file.path) } ?? []
    let columns = snapshot.metadata?.partitionColumns ?? keys.map(\.key)
    for (_, file) in partitions {
      let found = DeltaPath.keys(of: file.path).map(\.key)
      guard found == columns else {
        throw DeltaTableError.differentKeys(path: file.path, found: found, expected: columns)
      }
    }
    var schema = DeltaSchema()
    if let metadata = snapshot.metadata {
      guard let known = DeltaSchema(json: metadata.schemaString) else {
        throw DeltaTableError.invalidVersion(path: DeltaLog.folder, problem: "has an invalid schema")
      }
      schema = known
    }
    // The columns of the newest file come first in a new table.
    var fromFiles = DeltaSchema()
    for (entry, _) in partitions.reversed() { try fromFiles.add(entry) }
    for field in fromFiles.fields { try schema.add(field.name, field.type, chunk: field.chunk) }
    if snapshot.metadata == nil {
      for (key, value) in keys { try schema.add(key, CalendarDay(value) == nil ? "string" : "date") }
    }
    var metadata =
      snapshot.metadata
      ?? DeltaAction.Metadata(
        id: UUID().uuidString.lowercased(), name: pipeline, schemaString: "", partitionColumns: columns,
        createdTime: time)
    let known = DeltaSchema(json: metadata.schemaString)?.fields.map(\.name)
    // A schema that another program spelled differently is not a change.
    if known != schema.fields.map(\.name) { metadata.schemaString = try schema.json() }
    return metadata
  }

  /// The lowest versions that the columns need; never lower than those of the table.
  private func versions(
    of metadata: DeltaAction.Metadata, _ snapshot: DeltaSnapshot
  ) throws -> DeltaAction.Versions {
    let known = snapshot.versions ?? DeltaAction.Versions(minReaderVersion: 1, minWriterVersion: 2)
    let feature = "timestampNtz"
    guard DeltaSchema(json: metadata.schemaString)?.hasLocalTimestamps == true,
      known.readerFeatures?.contains(feature) != true
    else { return known }
    // The features that writers of version 2 had without naming them.
    let implied = known.writerFeatures ?? ["appendOnly", "invariants"]
    return DeltaAction.Versions(
      minReaderVersion: 3, minWriterVersion: 7, readerFeatures: (known.readerFeatures ?? []) + [feature],
      writerFeatures: implied + [feature])
  }

  // MARK: Old files

  /// Removes files that are named by their content if neither a checkpoint nor the table lists them: at once if no
  /// version ever listed them, else after `keep`.
  private func removeOldFiles(_ checkpoints: LoadedCheckpoints, now: Instant) throws {
    let snapshot = try log.snapshot()
    let expired = (now.microseconds - keep.wholeMicroseconds) / 1_000
    let kept = Set(checkpoints.entries.values.compactMap { $0.partition?.path })
    var old: [String] = []
    var folders = [store.layout.sink]
    while let folder = folders.popLast() {
      for name in try store.files.list(folder) where !name.hasPrefix("_") && !name.hasPrefix(".") {
        let file = folder.appending(name)
        let path = store.layout.relative(file)
        switch try store.files.status(file)?.kind {
        case .directory: folders.append(file)
        case .file:
          guard !kept.contains(path), snapshot.active[path] == nil else { continue }
          if let time = snapshot.removed[path] {
            if time <= expired { old.append(path) }
          } else if DeltaTable.isNamedByContent(name) {
            old.append(path)
          }
        default: continue
        }
      }
    }
    try store.removeFiles(old, except: [])
  }

  /// True for a name such as `CHUNK-0123456789ab.parquet`.
  private static func isNamedByContent(_ name: String) -> Bool {
    let suffix = name.utf8.suffix(21)
    return suffix.count == 21 && suffix.first == UInt8(ascii: "-") && name.hasSuffix(".parquet")
      && suffix.dropFirst().prefix(12).allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }
}

extension DeltaSchema {
  fileprivate mutating func add(_ entry: CheckpointEntry) throws(DeltaTableError) {
    for column in entry.columns { try add(column.name, DeltaSchema.type(of: column), chunk: entry.chunk) }
  }
}
