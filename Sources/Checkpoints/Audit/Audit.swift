import Planning
package import Records
import Storage
import SystemPackage

/// Verifies every file under a sink against its checkpoint, byte for byte, and checks the checkpoints for gaps.
///
/// Files are read in pieces. Requires the sink's lock: a run in progress looks like damage.
package struct Audit: Sendable {
  private let store: CheckpointStore
  private let pipeline: String
  private let zone: TimeZoneTransitions?
  private let inspector: (any PartitionInspector)?
  private let table: DeltaTable?

  /// - Parameters:
  ///   - pipeline: the name that the manifest should bear.
  ///   - zone: the pipeline's time zone, in which gaps are described; nil describes them by their instants.
  ///   - table: the table over the partitions, if the sink has one.
  package init(
    _ store: CheckpointStore, pipeline: String, zone: TimeZoneTransitions? = nil, inspector: (any PartitionInspector)?,
    table: DeltaTable? = nil
  ) {
    self.store = store
    self.pipeline = pipeline
    self.zone = zone
    self.inspector = inspector
    self.table = table
  }

  /// - Parameter onPartition: called with each partition before it is read.
  /// - Throws: `StorageError` if a directory cannot be listed; all other problems are findings.
  package func run(onPartition: (CheckpointEntry.Partition) -> Void = { _ in }) throws -> AuditResult {
    let checkpoints = try store.loadReadable()
    var report = AuditResult()
    report.chunks = checkpoints.entries.count
    report.findings += checkpoints.errors.map(finding)
    checkPartitions(checkpoints, &report, onPartition)
    let table = try table?.findings(checkpoints)
    report.findings += table?.findings ?? []
    report.findings += try strayFiles(checkpoints, knownToTable: table?.known ?? [])
    report.findings += coverage(checkpoints)
    report.findings += try store.leftovers().map {
      AuditFinding(kind: .leftover, path: store.layout.relative($0), words: "is a temporary file left by a crash")
    }
    report.findings += try manifestFindings(checkpoints)
    let order = Dictionary(uniqueKeysWithValues: zip(AuditFinding.Kind.allCases, 0...))
    report.findings.sort { (order[$0.kind] ?? 0, $0.path, $0.words) < (order[$1.kind] ?? 0, $1.path, $1.words) }
    return report
  }

  /// Marks damaged chunks as pending, so that the next run exports them again, removes leftovers and empty folders, and
  /// writes the manifest. Partitions and files without a checkpoint are not touched.
  ///
  /// - Parameter now: the time of a new version of the table.
  /// - Returns: the findings that were repaired.
  /// - Throws: `NewerManifestError` before anything is changed, if a newer program wrote the manifest; or
  ///   `StorageError`.
  @discardableResult
  package func repair(_ report: AuditResult, now: Instant = Instant(seconds: 0)) throws -> [AuditFinding] {
    try store.rejectNewerManifest()
    let due = report.findings.filter(\.isRepairable)
    // A manifest without the chunk of an unreadable checkpoint would report it as not exported.
    _ = try store.load()
    // A crash in between leaves fewer checkpoints and a manifest that lists too much; the next repair or run
    // continues.
    for chunk in Set(due.compactMap(\.chunk)).sorted() { try store.remove(chunk) }
    let bad = due.filter { $0.kind == .badCheckpoint }
    for finding in bad { try store.files.remove(store.layout.sink.pushing(FilePath(finding.path))) }
    if !bad.isEmpty { try store.files.syncDirectory(store.layout.checkpoints) }
    try store.removeLeftovers()
    try store.removeEmptyFolders()
    if !due.isEmpty {
      let checkpoints = try store.load()
      try store.writeManifest(pipeline: pipeline, checkpoints)
      if due.contains(where: { $0.kind == .tableLog }) { try table?.update(checkpoints, now: now) }
    }
    return due
  }

  private func finding(_ error: CheckpointError) -> AuditFinding {
    let path = store.layout.relative(error.path)
    return switch error.problem {
    case .untrusted(let problem) where error.isNewer:
      AuditFinding(kind: .unreadableCheckpoint, path: path, words: "\(problem); use the newer version")
    case .untrusted(let problem): AuditFinding(kind: .badCheckpoint, path: path, words: "\(problem)")
    case .unreadable(let error):
      AuditFinding(kind: .unreadableCheckpoint, path: path, words: "cannot be read: \(error.errno)")
    }
  }

  private func checkPartitions(
    _ checkpoints: LoadedCheckpoints, _ report: inout AuditResult, _ onPartition: (CheckpointEntry.Partition) -> Void
  ) {
    let check = PartitionCheck(sink: store.layout.sink, files: store.files, inspector: inspector)
    var ownerOf: [String: ChunkID] = [:]
    for entry in checkpoints.inOrder {
      if let rejects = entry.rejects, let damage = check.deep(rejects) {
        report.findings.append(
          finding(damage, of: rejects.path, entry.chunk, ifMissing: .missingRejects, ifDamaged: .damagedRejects))
      }
      guard let partition = entry.partition else { continue }
      if let owner = ownerOf[partition.path] {
        report.findings.append(
          AuditFinding(
            kind: .sharedPartition, path: partition.path,
            words: "is the partition of both \(owner) and \(entry.chunk)", chunk: entry.chunk))
      }
      ownerOf[partition.path] = entry.chunk
      onPartition(partition)
      guard let damage = check.deep(partition, columns: entry.columns) else {
        report.wholePartitions += 1
        report.wholeBytes += partition.bytes
        continue
      }
      report.findings.append(finding(damage, of: partition.path, entry.chunk, ifMissing: .missingPartition))
    }
  }

  private func finding(
    _ damage: PartitionDamage, of path: String, _ chunk: ChunkID, ifMissing missing: AuditFinding.Kind,
    ifDamaged damaged: AuditFinding.Kind = .damagedPartition
  ) -> AuditFinding {
    let kind: AuditFinding.Kind =
      switch damage {
      case .missing: missing
      case .unreadable, .unsafePath: .uncheckedPartition
      case .notFile, .size, .checksum, .content, .selfDescription: damaged
      }
    return AuditFinding(kind: kind, path: path, words: "\(damage)", chunk: chunk)
  }

  /// Returns files without a checkpoint. Names that begin with `_` or `.` are not checked, nor files that older versions
  /// of the table list.
  private func strayFiles(
    _ checkpoints: LoadedCheckpoints, knownToTable: Set<String>
  ) throws -> [AuditFinding] {
    let named = knownToTable.union(
      checkpoints.entries.values.flatMap { [$0.partition?.path, $0.rejects?.path].compactMap(\.self) })
    var findings: [AuditFinding] = []
    var folders = [store.layout.sink, store.layout.rejects]
    while let folder = folders.popLast() {
      for name in try store.files.list(folder) where !name.hasPrefix("_") && !name.hasPrefix(".") {
        let path = folder.appending(name)
        let relative = store.layout.relative(path)
        switch try store.files.status(path)?.kind {
        case .directory: folders.append(path)
        case .symbolicLink:
          findings.append(
            AuditFinding(kind: .strayFile, path: relative, words: "is a symbolic link and is not followed"))
        case .file, .other:
          guard !named.contains(relative) else { continue }
          findings.append(
            AuditFinding(
              kind: .strayFile, path: relative,
              words: "has no checkpoint; export its chunk again, or remove the file"))
        case nil: continue
        }
      }
    }
    return findings
  }

  /// Between the first committed chunk and the last, every moment should belong to one chunk.
  private func coverage(_ checkpoints: LoadedCheckpoints) -> [AuditFinding] {
    var findings: [AuditFinding] = []
    var furthest: CheckpointEntry?
    for entry in checkpoints.inOrder {
      guard let previous = furthest else {
        furthest = entry
        continue
      }
      let path = store.layout.relative(store.layout.checkpoint(entry.chunk))
      let (reached, start) = (previous.span.upperBound, entry.span.lowerBound)
      if entry.span.upperBound > reached { furthest = entry }
      if start > reached {
        findings.append(
          AuditFinding(kind: .gap, path: path, words: words(for: reached..<start)))
      } else if start < reached {
        let end = min(reached, entry.span.upperBound)
        findings.append(
          AuditFinding(kind: .overlap, path: path, words: "overlaps \(previous.chunk): both cover \(start)..\(end)"))
      }
    }
    return findings
  }

  private func words(for gap: Range<Instant>) -> String {
    let command = { (from: String, to: String) in "export it with `run --from \(from) --to \(to)`" }
    if let zone {
      let (first, next) = (zone.civilTime(at: gap.lowerBound).day, zone.civilTime(at: gap.upperBound).day)
      if zone.start(of: first) == gap.lowerBound, zone.start(of: next) == gap.upperBound {
        let last = next.advanced(byDays: -1)
        let days = first == last ? "on \(first)" : "from \(first) to \(last)"
        return "no committed chunk \(days); \(command("\(first)", "\(next)"))"
      }
    }
    let (start, end) = ("\(gap.lowerBound)", "\(gap.upperBound)")
    return "no committed chunk from \(start) to \(end); \(command(start, end))"
  }

  private func manifestFindings(_ checkpoints: LoadedCheckpoints) throws -> [AuditFinding] {
    let path = store.layout.relative(store.layout.manifest)
    func finding(_ words: String) -> AuditFinding { AuditFinding(kind: .manifest, path: path, words: words) }
    let found: Manifest?
    do {
      found = try store.manifest()
    } catch let problem as StateFileError {
      guard case .newer = problem else { return [finding("\(problem)")] }
      return [AuditFinding(kind: .newerManifest, path: path, words: "\(problem); use the newer version")]
    } catch let error as StorageError {
      return [finding("cannot be read: \(error.errno)")]
    }
    let expected = Manifest(pipeline: pipeline, checkpoints: checkpoints)
    guard let found else { return checkpoints.entries.isEmpty ? [] : [finding("is missing")] }
    var findings: [AuditFinding] = []
    if found.pipeline != expected.pipeline {
      findings.append(finding("belongs to the pipeline '\(found.pipeline)'; expected '\(expected.pipeline)'"))
    }
    if found.columns != expected.columns { findings.append(finding("has different columns than the latest partition")) }
    // A manifest that was written before partitions had shapes is not wrong.
    if let shapes = found.shapes, shapes != expected.shapes {
      findings.append(finding("has different `shapes` than the checkpoints"))
    }
    var rest = Dictionary(found.partitions.map { ($0.span, $0) }, uniquingKeysWith: { $1 })
    for partition in expected.partitions {
      guard let entry = rest.removeValue(forKey: partition.span) else {
        findings.append(finding("does not list \(partition.path)"))
        continue
      }
      var partition = partition
      if found.shapes == nil { partition.shape = nil }
      if entry != partition { findings.append(finding("differs from the checkpoint of \(partition.path)")) }
    }
    findings += rest.values.map { finding("lists \($0.path), which has no checkpoint") }
    return findings
  }
}
