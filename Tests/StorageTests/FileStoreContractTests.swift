import Storage
import SystemPackage
import TestSupport
import Testing

/// Tests the contract of every file store.
@Suite struct FileStoreContractTests {
  @Test(arguments: StoreKind.allCases)
  func `written data is read back`(_ kind: StoreKind) throws {
    let store = try kind.make()
    let file = try store.files.create(store.root.appending("a"), mode: .ownerOnly)
    try file.write(Array("hello ".utf8))
    try file.write([])
    try file.write(Array("world".utf8))
    try file.sync()
    try file.close()
    #expect(try store.text("a") == "hello world")
    #expect(try store.files.status(store.root.appending("a")) == FileStatus(kind: .file, size: 11))
  }

  @Test(arguments: StoreKind.allCases)
  func `a file is read at any offset, and short only at its end`(_ kind: StoreKind) throws {
    let store = try kind.make()
    try store.write("0123456789", to: "a")
    let file = try store.files.open(store.root.appending("a"))
    #expect(file.size == 10)
    #expect(try file.read(at: 3, count: 4) == Array("3456".utf8))
    #expect(try file.read(at: 8, count: 4) == Array("89".utf8))
    #expect(try file.read(at: 10, count: 4) == [])
    #expect(try file.read(at: 99, count: 4) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `a file is read block after block, the last one shorter`(_ kind: StoreKind) throws {
    let store = try kind.make()
    for (text, expected) in [("0123456789", ["0123", "4567", "89"]), ("01234567", ["0123", "4567"]), ("", [])] {
      try store.write(text, to: "a")
      var blocks = try store.files.open(store.root.appending("a")).blocks(of: 4)
      var read: [String] = []
      while let block = try blocks.next() { read.append(String(decoding: block, as: UTF8.self)) }
      #expect(read == expected)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `writing continues at the end of a truncated file`(_ kind: StoreKind) throws {
    let store = try kind.make()
    let file = try store.files.create(store.root.appending("a"), mode: .shared)
    try file.write(Array("keep drop".utf8))
    try file.truncate(to: 5)
    try file.write(Array("more".utf8))
    try file.truncate(to: 9)
    try file.close()
    #expect(try store.text("a") == "keep more")
  }

  @Test(arguments: StoreKind.allCases)
  func `a closed file cannot be written, and closing it again is not an error`(_ kind: StoreKind) throws {
    let store = try kind.make()
    let path = store.root.appending("a")
    let file = try store.files.create(path, mode: .shared)
    try file.close()
    try file.close()
    #expect(throws: StorageError(operation: "write", path: path, errno: .badFileDescriptor)) { try file.write([1]) }
    #expect(throws: StorageError(operation: "sync", path: path, errno: .badFileDescriptor)) { try file.sync() }
    #expect(throws: StorageError(operation: "truncate", path: path, errno: .badFileDescriptor)) {
      try file.truncate(to: 0)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `creating an existing file makes a new one without affecting readers of the old one`(
    _ kind: StoreKind
  ) throws {
    let store = try kind.make()
    try store.write("old", to: "a")
    let reader = try store.files.open(store.root.appending("a"))
    try store.write("new!", to: "a")
    #expect(try reader.read(at: 0, count: 10) == Array("old".utf8))
    #expect(try store.text("a") == "new!")
  }

  @Test(arguments: StoreKind.allCases)
  func `reading a file over the limit fails`(_ kind: StoreKind) throws {
    let store = try kind.make()
    try store.write("12345", to: "a")
    let path = store.root.appending("a")
    #expect(try store.files.read(path, limit: 5).count == 5)
    #expect(throws: StorageError(operation: "read", path: path, errno: .fileTooLarge)) {
      try store.files.read(path, limit: 4)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a missing path has no status, no names, and cannot be opened`(_ kind: StoreKind) throws {
    let store = try kind.make()
    let path = store.root.appending("none")
    #expect(try store.files.status(path) == nil)
    #expect(try store.files.status(path.appending("below")) == nil)
    #expect(try store.files.list(path) == [])
    #expect(throws: StorageError(operation: "open", path: path, errno: .noSuchFileOrDirectory)) {
      try store.files.open(path)
    }
    #expect(throws: StorageError(operation: "create", path: path.appending("a"), errno: .noSuchFileOrDirectory)) {
      try store.files.create(path.appending("a"), mode: .shared)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a directory cannot be opened, created over or removed as a file`(_ kind: StoreKind) throws {
    let store = try kind.make()
    let path = store.root.appending("folder")
    try store.files.makeDirectories(path)
    for operation in ["open", "create", "remove"] {
      #expect(throws: StorageError(operation: operation, path: path, errno: .isDirectory)) {
        switch operation {
        case "open": _ = try store.files.open(path)
        case "create": _ = try store.files.create(path, mode: .shared)
        default: try store.files.remove(path)
        }
      }
    }
    #expect(try store.files.status(path)?.kind == .directory)
  }

  @Test(arguments: StoreKind.allCases)
  func `names are listed in order, and a file has no names`(_ kind: StoreKind) throws {
    let store = try kind.make()
    for name in ["b", "a", ".hidden", "B", "é"] { try store.write("", to: name) }
    try store.files.makeDirectories(store.root.appending("c"))
    #expect(try store.files.list(store.root) == [".hidden", "B", "a", "b", "c", "é"])
    let file = store.root.appending("a")
    #expect(throws: StorageError(operation: "list", path: file, errno: .notDirectory)) { try store.files.list(file) }
  }

  @Test(arguments: StoreKind.allCases)
  func `directories are created with their ancestors, and creating them again is not an error`(_ kind: StoreKind) throws
  {
    let store = try kind.make()
    let path = store.root.appending("a").appending("b").appending("c")
    try store.files.makeDirectories(path)
    try store.files.makeDirectories(path)
    #expect(try store.files.status(path)?.kind == .directory)
    try store.write("", to: "file")
    let below = store.root.appending("file").appending("x")
    #expect(throws: StorageError(operation: "make directory", path: below, errno: .notDirectory)) {
      try store.files.makeDirectories(below)
    }
    let file = store.root.appending("file")
    #expect(throws: StorageError(operation: "list", path: file, errno: .notDirectory)) {
      try store.files.makeDirectories(file)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a rename replaces the existing file`(_ kind: StoreKind) throws {
    let store = try kind.make()
    try store.write("new", to: "a")
    try store.write("old", to: "b")
    try store.files.rename(store.root.appending("a"), to: store.root.appending("b"))
    #expect(try store.files.list(store.root) == ["b"])
    #expect(try store.text("b") == "new")
    let missing = store.root.appending("a")
    #expect(
      throws: StorageError(
        operation: "rename \(missing) to", path: store.root.appending("c"), errno: .noSuchFileOrDirectory)
    ) {
      try store.files.rename(missing, to: store.root.appending("c"))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a link gives a file a second name only if nothing has it`(_ kind: StoreKind) throws {
    let store = try kind.make()
    try store.write("new", to: "a")
    try store.write("old", to: "b")
    #expect(try !store.files.link(store.root.appending("a"), to: store.root.appending("b")))
    #expect(try store.text("b") == "old")
    #expect(try store.files.link(store.root.appending("a"), to: store.root.appending("c")))
    #expect(try store.text("c") == "new")
    try store.files.remove(store.root.appending("a"))
    #expect(try store.text("c") == "new")
    let missing = store.root.appending("a")
    #expect(
      throws: StorageError(
        operation: "link \(missing) to", path: store.root.appending("d"), errno: .noSuchFileOrDirectory)
    ) {
      try store.files.link(missing, to: store.root.appending("d"))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `removing a missing file is not an error`(_ kind: StoreKind) throws {
    let store = try kind.make()
    try store.write("", to: "a")
    try store.files.remove(store.root.appending("a"))
    try store.files.remove(store.root.appending("a"))
    try store.files.remove(store.root.appending("none").appending("a"))
    #expect(try store.files.list(store.root) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `only an empty directory is removed`(_ kind: StoreKind) throws {
    let store = try kind.make()
    let path = store.root.appending("folder")
    try store.files.removeEmptyDirectory(path)
    try store.files.makeDirectories(path)
    try store.write("", to: "folder/a")
    try store.files.removeEmptyDirectory(path)
    #expect(try store.files.list(store.root) == ["folder"])
    try store.files.remove(path.appending("a"))
    try store.files.removeEmptyDirectory(path)
    #expect(try store.files.list(store.root) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `a directory can be synced, and a missing one cannot`(_ kind: StoreKind) throws {
    let store = try kind.make()
    try store.files.syncDirectory(store.root)
    let path = store.root.appending("none")
    #expect(throws: StorageError(operation: "sync directory", path: path, errno: .noSuchFileOrDirectory)) {
      try store.files.syncDirectory(path)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `a lock has one holder until it is released`(_ kind: StoreKind) throws {
    let store = try kind.make()
    let path = store.root.appending("lock")
    let first = try #require(try store.files.lock(path))
    try first.describe("a long description")
    try first.describe("mine")
    #expect(try store.files.lock(path) == nil)
    #expect(try store.text("lock") == "mine")
    first.unlock()
    first.unlock()
    let second = try #require(try store.files.lock(path))
    #expect(try store.text("lock") == "mine")
    second.unlock()
  }

  @Test(arguments: StoreKind.allCases)
  func `a deallocated lock is released`(_ kind: StoreKind) throws {
    let store = try kind.make()
    let path = store.root.appending("lock")
    _ = try store.files.lock(path)
    #expect(try store.files.lock(path) != nil)
  }
}
