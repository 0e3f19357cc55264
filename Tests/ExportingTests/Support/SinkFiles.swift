import Checkpoints
import Exporting
import Records
import SystemPackage
import TestSupport
import Testing

/// The files of a sink that matter to others, by path: partitions, and rejects.
struct SinkFiles: Equatable {
  var published: [String: [UInt8]] = [:]
  var rejects: [String: [UInt8]] = [:]

  init(_ disk: ModelledDisk) {
    for (path, bytes) in disk.files {
      if !path.string.contains("/_") { published[path.string] = bytes }
      if path.string.contains("/_tidemark/rejects/") { rejects[path.string] = bytes }
    }
  }

  /// The paths that are missing, too many, or of other bytes.
  func differences(from other: SinkFiles) -> [String] {
    func compare(_ mine: [String: [UInt8]], _ others: [String: [UInt8]]) -> [String] {
      Set(mine.keys).union(others.keys).filter { mine[$0] != others[$0] }.sorted()
    }
    return compare(published, other.published) + compare(rejects, other.rejects)
  }
}
