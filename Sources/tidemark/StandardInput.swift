import Foundation
import Inference
import Storage
import SystemPackage

/// What comes in by standard input.
enum StandardInput {
  /// The whole of it, kept in a nameless file, for it can be read only once and may be longer than memory.
  static func answer() throws -> SavedAnswer {
    let files = DiskFileStore()
    let path = FilePath(
      FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString).json").path)
    let copy = try files.create(path, mode: .ownerOnly)
    // Gone with the process, whatever becomes of it.
    defer { try? files.remove(path) }
    while let block = try FileHandle.standardInput.read(upToCount: 1 << 20), !block.isEmpty {
      try copy.write(Array(block))
    }
    try copy.close()
    return SavedAnswer(try files.open(path), name: "standard input")
  }
}
