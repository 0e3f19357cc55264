import Storage
import SystemPackage
import TestSupport
import Testing

/// Every implementation of the file store, each in a fresh folder.
enum StoreKind: CaseIterable, CustomTestStringConvertible {
  case disk
  case memory
  case modelled

  var testDescription: String { "\(self)" }

  func make() throws -> FreshStore {
    switch self {
    case .disk:
      let folder = try TemporaryFolder()
      return FreshStore(files: DiskFileStore(), root: folder.path, folder: folder)
    case .memory:
      let files = MemoryFileStore()
      try files.makeDirectories("/root")
      return FreshStore(files: files, root: "/root", folder: nil)
    case .modelled:
      let files = ModelledDisk()
      try files.makeDirectories("/root")
      return FreshStore(files: files, root: "/root", folder: nil)
    }
  }
}
