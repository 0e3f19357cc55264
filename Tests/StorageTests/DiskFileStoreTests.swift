import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing

/// Tests behavior that only the real disk has: permissions, symbolic links, descriptors.
@Suite struct DiskFileStoreTests {
  let folder: TemporaryFolder
  let files = DiskFileStore()

  init() throws {
    folder = try TemporaryFolder()
  }

  func path(_ name: String) -> FilePath { folder.path.appending(name) }

  func permissions(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name).string)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func `only shared files and directories follow the umask`() throws {
    let mask = 0o777 & ~currentMask
    for (name, mode, file, directory) in [
      ("private", FileVisibility.ownerOnly, 0o600, 0o700), ("shared", .shared, 0o666 & mask, 0o777 & mask),
      ("everyone", .everyone, 0o644, 0o755), ("exact", .exactly([.ownerReadWrite, .groupReadWrite]), 0o660, 0o770),
    ] {
      try files.create(path("\(name).file"), mode: mode).close()
      try files.makeDirectories(path("\(name).folder"), mode: mode)
      _ = try files.lock(path("\(name).lock"), mode: mode)
      #expect(try permissions("\(name).file") == file)
      #expect(try permissions("\(name).lock") == file)
      #expect(try permissions("\(name).folder") == directory)
    }
  }

  @Test func `a store of a fixed mode changes shared files only`() throws {
    let fixed = files.withMode([.ownerReadWrite, .groupRead])
    try fixed.create(path("shared"), mode: .shared).close()
    try fixed.create(path("private"), mode: .ownerOnly).close()
    try fixed.makeDirectories(path("folder"))
    _ = try fixed.lock(path("lock"), mode: .shared)
    #expect(try ["shared", "private", "folder", "lock"].map(permissions) == [0o640, 0o600, 0o750, 0o640])
  }

  @Test func `a directory of a fixed mode keeps the group that it inherits`() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o2755], ofItemAtPath: folder.path.string)
    try files.withMode([.ownerReadWrite, .groupRead]).makeDirectories(path("folder"))
    #expect(try permissions("folder") == 0o2750)
  }

  /// The umask without changing it.
  var currentMask: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("Umask:") }
    return line.flatMap { Int($0.dropFirst(6).trimmingCharacters(in: .whitespaces), radix: 8) } ?? 0o022
  }

  @Test func `a new file has its own permissions, not those of the file it replaces`() throws {
    try Data("old".utf8).write(to: URL(filePath: path("a").string))
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path("a").string)
    try files.create(path("a"), mode: .ownerOnly).close()
    #expect(try permissions("a") == 0o600)
    #expect(try files.read(path("a"), limit: 9) == [])
  }

  @Test func `a symbolic link is reported, not read, and replaced rather than written through`() throws {
    try Data("outside".utf8).write(to: URL(filePath: path("outside").string))
    try FileManager.default.createSymbolicLink(atPath: path("link").string, withDestinationPath: "outside")
    #expect(try files.status(path("link"))?.kind == .symbolicLink)
    #expect(throws: StorageError(operation: "open", path: path("link"), errno: .tooManySymbolicLinkLevels)) {
      try files.open(path("link"))
    }
    #expect(throws: StorageError(operation: "lock", path: path("link"), errno: .tooManySymbolicLinkLevels)) {
      try files.lock(path("link"))
    }
    let file = try files.create(path("link"), mode: .shared)
    try file.write(Array("inside".utf8))
    try file.close()
    #expect(try files.status(path("link"))?.kind == .file)
    #expect(try files.read(path("outside"), limit: 9) == Array("outside".utf8))
  }

  @Test func `a directory may be reached through a symbolic link`() throws {
    try files.makeDirectories(path("real"))
    try FileManager.default.createSymbolicLink(atPath: path("sink").string, withDestinationPath: "real")
    try files.makeDirectories(path("sink"))
    try files.makeDirectories(path("sink").appending("a"))
    try files.create(path("sink").appending("b"), mode: .shared).close()
    try files.syncDirectory(path("sink"))
    #expect(try files.list(path("sink")) == ["a", "b"])
  }

  @Test func `files that are released open are closed`() throws {
    let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    for _ in 0..<50 {
      _ = try files.create(path("a"), mode: .shared)
      _ = try files.open(path("a"))
      _ = try files.lock(path("lock"))
      _ = try? files.open(folder.path)
      try files.syncDirectory(folder.path)
    }
    // Other tests of the process may open a few meanwhile.
    let after = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    #expect(after < before + 40)
  }

  @Test func `a named pipe is rejected without waiting`() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/mkfifo")
    process.arguments = [path("pipe").string]
    try process.run()
    process.waitUntilExit()
    #expect(try files.status(path("pipe"))?.kind == .other)
    #expect(throws: StorageError(operation: "open", path: path("pipe"), errno: .invalidArgument)) {
      try files.open(path("pipe"))
    }
  }

  @Test func `an error contains the operation, the path and the reason`() throws {
    let error = #expect(throws: StorageError.self) { try files.read("/nowhere/at/all", limit: 1) }
    #expect(error?.description == "cannot read /nowhere/at/all: No such file or directory")
  }
}
