import Foundation
import Inference
import Storage
import SystemPackage

/// Reads standard input.
enum StandardInput {
  /// Copies standard input to an unnamed temporary file, because it can be read only once and may be larger than
  /// memory.
  static func answer() throws -> SavedAnswer {
    let files = DiskFileStore()
    let path = FilePath(
      FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString).json").path)
    let copy = try files.create(path, mode: .ownerOnly)
    // The file is deleted when the process ends.
    defer { try? files.remove(path) }
    while let block = try FileHandle.standardInput.read(upToCount: 1 << 20), !block.isEmpty {
      try copy.write(Array(block))
    }
    try copy.close()
    return SavedAnswer(try files.open(path), name: "standard input")
  }
}
