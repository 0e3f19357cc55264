import Storage
import SystemPackage
import TestSupport
import Testing

struct FreshStore {
  let files: any FileStore
  let root: FilePath
  let folder: TemporaryFolder?

  func write(_ text: String, to name: String) throws {
    let file = try files.create(root.appending(name), mode: .shared)
    try file.write(Array(text.utf8))
    try file.sync()
    try file.close()
  }

  func text(_ name: String) throws -> String {
    String(decoding: try files.read(root.appending(name), limit: 1_000), as: UTF8.self)
  }
}
