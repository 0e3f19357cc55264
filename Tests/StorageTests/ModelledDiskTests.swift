import Storage
import SystemPackage
import TestSupport
import Testing

/// The disk that crash tests trust.
@Suite struct ModelledDiskTests {
  let disk: ModelledDisk

  init() throws {
    disk = ModelledDisk()
    try disk.makeDirectories("/d")
  }

  func write(_ text: String, to path: FilePath, sync: Bool = true) throws {
    let file = try disk.create(path, mode: .shared)
    try file.write(Array(text.utf8))
    if sync { try file.sync() }
    try file.close()
  }

  @Test func `a synced file in a synced directory survives`() throws {
    try write("text", to: "/d/a")
    try disk.syncDirectory("/d")
    #expect(disk.afterCrash(.strict).text("/d/a") == "text")
  }

  @Test func `a synced file whose name was not synced is lost`() throws {
    try write("text", to: "/d/a")
    #expect(disk.afterCrash(.strict).files.isEmpty)
  }

  @Test func `a name without its content is an empty file`() throws {
    try write("text", to: "/d/a", sync: false)
    try disk.syncDirectory("/d")
    #expect(disk.afterCrash(.strict).text("/d/a") == "")
  }

  @Test func `data written after the last sync is lost, and a truncation is undone`() throws {
    let file = try disk.create("/d/a", mode: .shared)
    try file.write(Array("kept".utf8))
    try file.sync()
    try disk.syncDirectory("/d")
    try file.truncate(to: 1)
    try file.write(Array("lost".utf8))
    #expect(disk.text("/d/a") == "klost")
    #expect(disk.afterCrash(.strict).text("/d/a") == "kept")
  }

  @Test func `an unsynced rename or removal is undone`() throws {
    try write("old", to: "/d/a")
    try write("gone", to: "/d/c")
    try disk.syncDirectory("/d")
    try write("new", to: "/d/b")
    try disk.rename("/d/b", to: "/d/a")
    try disk.remove("/d/c")
    #expect(disk.files.map(\.path) == ["/d/a"])
    let after = disk.afterCrash(.strict)
    #expect(after.text("/d/a") == "old")
    #expect(after.text("/d/c") == "gone")
    try disk.syncDirectory("/d")
    #expect(disk.afterCrash(.strict).files.map(\.path) == ["/d/a"])
    #expect(disk.afterCrash(.strict).text("/d/a") == "new")
  }

  @Test func `a rename between directories may leave both names until both are synced`() throws {
    try disk.makeDirectories("/e")
    try write("text", to: "/d/a")
    try disk.syncDirectory("/d")
    try disk.rename("/d/a", to: "/e/a")
    try disk.syncDirectory("/e")
    let after = disk.afterCrash(.strict)
    #expect(after.files.map(\.path) == ["/d/a", "/e/a"])
    // They are one file, and creating one again must not affect the other.
    let file = try after.create("/d/a", mode: .shared)
    try file.write([1])
    #expect(after.text("/e/a") == "text")
    try disk.syncDirectory("/d")
    #expect(disk.afterCrash(.strict).files.map(\.path) == ["/e/a"])
  }

  @Test func `directories are durable as soon as they are created`() throws {
    try disk.makeDirectories("/x/y/z")
    let after = disk.afterCrash(.strict)
    #expect(try after.status("/x/y/z")?.kind == .directory)
  }

  @Test func `a directory that a killed process created is synced by the next`() throws {
    for killAt in 0...6 {
      let first = ModelledDisk()
      first.crash(after: killAt)
      try? first.makeDirectories("/x/y/z")
      let second = first.afterCrash(.processOnly)
      try second.makeDirectories("/x/y/z")
      let third = second.afterCrash(.strict)
      #expect(try third.status("/x/y/z")?.kind == .directory, "killed after \(killAt) operations")
    }
  }

  @Test func `a crash allows a limited number of changes`() throws {
    disk.crash(after: 2)
    let file = try disk.create("/d/a", mode: .shared)
    try file.write([1])
    #expect(!disk.hasCrashed)
    let error = #expect(throws: StorageError.self) { try file.write([2]) }
    #expect(error?.errno == ModelledDisk.crashed)
    #expect(disk.hasCrashed)
    #expect(throws: StorageError.self) { try disk.status("/d/a") }
    #expect(throws: StorageError.self) { try disk.list("/d") }
    #expect(throws: StorageError.self) { try file.close() }
    #expect(disk.text("/d/a") == "\u{1}")
    #expect(disk.operations.suffix(2).map(\.description) == ["create /d/a", "write /d/a"])
    #expect(try disk.afterCrash(.strict).list("/d") == [])
  }

  @Test func `a partial crash leaves beginnings, zeros, and names in any order`() throws {
    try write("0123456789", to: "/d/synced")
    try disk.syncDirectory("/d")
    try write("0123456789", to: "/d/a", sync: false)
    try write("x", to: "/d/b")
    try disk.remove("/d/synced")
    var seen: Set<String> = []
    for seed in 0..<300 {
      let after = disk.afterCrash(.partial(seed: UInt64(seed)))
      for (path, bytes) in after.files {
        switch path {
        case "/d/a":
          let text = bytes.filter { $0 != 0 }
          #expect("0123456789".utf8.starts(with: text) && bytes.count <= 10)
          seen.insert(text.count < bytes.count ? "holes" : bytes.count < 10 ? "truncated" : "whole")
        case "/d/b": #expect(bytes == Array("x".utf8))
        default: #expect(bytes == Array("0123456789".utf8))
        }
      }
      seen.insert("names: " + after.files.compactMap { $0.path.lastComponent?.string }.joined(separator: " "))
      #expect(after.files.map(\.path) == disk.afterCrash(.partial(seed: UInt64(seed))).files.map(\.path))
    }
    let names = ["", "a", "b", "a b", "synced", "a synced", "b synced", "a b synced"].map { "names: " + $0 }
    #expect(seen == Set(["holes", "truncated", "whole"] + names))
  }

  @Test func `a partial crash keeps what was synced`() throws {
    try write("text", to: "/d/a")
    try disk.syncDirectory("/d")
    for seed in UInt64(0)..<20 {
      #expect(disk.afterCrash(.partial(seed: seed)).text("/d/a") == "text")
    }
  }

  @Test func `a sync that failed lost its bytes, whatever the next one says`() throws {
    let file = try disk.create("/d/a", mode: .shared)
    try disk.syncDirectory("/d")
    try file.write(Array("text".utf8))
    disk.fail(.sync, with: .ioError)
    #expect(throws: StorageError(operation: "sync", path: "/d/a", errno: .ioError)) { try file.sync() }
    try file.sync()
    #expect(disk.afterCrash(.strict).text("/d/a") == "")
  }

  @Test func `a fault occurs once, at its operation`() throws {
    disk.fail(operation: 3, with: .permissionDenied)
    let file = try disk.create("/d/a", mode: .shared)
    try file.write([1])
    #expect(throws: StorageError(operation: "close", path: "/d/a", errno: .permissionDenied)) { try file.close() }
    try file.close()
    #expect(disk.operations.suffix(3).map(\.description) == ["create /d/a", "write /d/a", "close /d/a"])

    disk.fail(operation: 2, with: .noSpace)
    #expect(throws: StorageError(operation: "write", path: "/d/b", errno: .noSpace)) { try write("1234", to: "/d/b") }
    #expect(disk.text("/d/b") == "12")
    try write("1234", to: "/d/b")
    #expect(disk.text("/d/b") == "1234")

    disk.fail(.read, number: 2, with: .ioError)
    _ = try disk.read("/d/b", limit: 9)
    #expect(throws: StorageError(operation: "read", path: "/d/b", errno: .ioError)) { try disk.read("/d/b", limit: 9) }
  }

  @Test func `a dead process holds no lock`() throws {
    let lock = try #require(try disk.lock("/d/lock"))
    #expect(try disk.lock("/d/lock") == nil)
    #expect(try disk.afterCrash(.processOnly).lock("/d/lock") != nil)
    lock.unlock()
  }
}
