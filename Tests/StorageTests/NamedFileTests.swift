import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing

/// Files that a person names.
@Suite struct NamedFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  func path(_ name: String) -> FilePath { folder.path.appending(name) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path(name).string))
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path(name).string, withDestinationPath: target)
  }

  /// A pipe with a name, from which `text` can be read once.
  func pipe(_ name: String, holding text: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "mkfifo \"$0\" && { echo; printf %s \"$1\" > \"$0\"; }", path(name).string, text]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // The pipe exists once this line has come.
    _ = try output.fileHandleForReading.read(upToCount: 1)
    return process
  }

  @Test func `a file is read through links`() throws {
    try write("text", to: "file")
    try link("second", to: "file")
    try link("first", to: "second")
    #expect(try NamedFile(path("first")).read(limit: 4) == Array("text".utf8))
    #expect(try NamedFile(path("first")).open(copyingTo: folder.path).read(at: 2, count: 9) == Array("xt".utf8))
  }

  @Test func `a pipe is read to its end, and copied to be read at any offset`() throws {
    let text = String(repeating: "0123456789", count: 20_000)
    let first = try pipe("first", holding: String(text.prefix(100_000)))
    #expect(try NamedFile(path("first")).read(limit: 1 << 20) == Array(text.utf8.prefix(100_000)))
    first.waitUntilExit()
    let second = try pipe("second", holding: String(text.prefix(100_000)))
    let file = try NamedFile(path("second")).open(copyingTo: folder.path)
    second.waitUntilExit()
    #expect(file.size == 100_000)
    #expect(try file.read(at: 99_995, count: 9) == Array("56789".utf8))
    #expect(try file.read(at: 3, count: 2) == Array("34".utf8))
    #expect(try DiskFileStore().list(folder.path) == ["first", "second"])
  }

  @Test func `a limit also bounds what has no size`() throws {
    #expect(throws: StorageError(operation: "read", path: "/dev/zero", errno: .fileTooLarge)) {
      try NamedFile("/dev/zero").read(limit: 100_000)
    }
  }

  @Test func `a directory and a missing file are errors`() throws {
    #expect(throws: StorageError(operation: "read", path: folder.path, errno: .isDirectory)) {
      try NamedFile(folder.path).read(limit: 9)
    }
    #expect(throws: StorageError(operation: "open", path: path("none"), errno: .noSuchFileOrDirectory)) {
      try NamedFile(path("none")).open(copyingTo: folder.path)
    }
  }

  @Test func `a replacement goes to the end of the links`() throws {
    try link("first", to: "second")
    try link("second", to: folder.path.appending("file").string)
    #expect(try NamedFile(path("first")).replacementPath() == path("file"))
    #expect(try NamedFile(path("plain")).replacementPath() == path("plain"))
    try link("loop", to: "loop")
    #expect(throws: StorageError(operation: "replace", path: path("loop"), errno: .tooManySymbolicLinkLevels)) {
      try NamedFile(path("loop")).replacementPath()
    }
    #expect(throws: StorageError(operation: "replace", path: "/dev/null", errno: .invalidArgument)) {
      try NamedFile("/dev/null").replacementPath()
    }
  }
}
