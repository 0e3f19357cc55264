import Foundation
import Storage
import SystemPackage

/// The transaction log of a Delta table: numbered files in `_delta_log`, each created only if it is absent.
struct DeltaLog: Sendable {
  let layout: SinkLayout
  let files: any FileStore

  static let folder = "_delta_log"

  private var directory: FilePath { layout.sink.appending(DeltaLog.folder) }

  private func path(of version: Int) -> FilePath {
    let digits = String(version)
    return directory.appending(String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits + ".json")
  }

  /// Reads all versions; a log without any is an empty table.
  ///
  /// - Throws: `DeltaTableError`, `ContainedPathError` or `StorageError`.
  func snapshot() throws -> DeltaSnapshot {
    _ = try ContainedDirectory(layout.sink, files: files).resolve("\(DeltaLog.folder)/x")
    let versions = try files.list(directory).compactMap { name -> Int? in
      guard name.hasSuffix(".json"), name.utf8.count == 25 else { return nil }
      return Int(name.dropLast(5))
    }
    var snapshot = DeltaSnapshot()
    guard let last = versions.max() else { return snapshot }
    // A killed run may have linked a version without this sync.
    try files.syncDirectory(directory)
    let decoder = JSONDecoder()
    for version in 0...last {
      let path = path(of: version)
      guard versions.contains(version) else { throw DeltaTableError.missingVersion(path: layout.relative(path)) }
      for line in try files.read(path, limit: StateFile.maxBytes).split(separator: UInt8(ascii: "\n")) {
        do {
          snapshot.apply(try decoder.decode(DeltaAction.self, from: Data(line)))
        } catch let error as DecodingError {
          throw DeltaTableError.invalidVersion(path: layout.relative(path), problem: "\(StateFileError(error))")
        }
      }
      snapshot.version = version
    }
    return snapshot
  }

  /// Adds a version durably, unless another program has added it; returns false if so.
  func append(_ actions: [DeltaAction], version: Int) throws -> Bool {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes: [UInt8] = []
    for action in actions { bytes += try encoder.encode(action) + [UInt8(ascii: "\n")] }
    let staging = layout.staging.appending("delta-\(version).json")
    let file = try files.create(staging, mode: .shared)
    // A crash from here to the link leaves a temporary file, which the next run removes.
    try file.write(bytes)
    try file.sync()
    try file.close()
    try files.makeDirectories(directory)
    let isNew = try files.link(staging, to: path(of: version))
    try files.remove(staging)
    // A crash before this leaves the table at the version before or at this one, each complete.
    try files.syncDirectory(directory)
    return isNew
  }
}
