import Storage
import SystemPackage
import TestSupport
import Testing

@Suite struct ContainedDirectoryTests {
  @Test(arguments: StoreKind.allCases)
  func `paths below the root are resolved, existing or not`(_ kind: StoreKind) throws {
    let store = try kind.make()
    try store.files.makeDirectories(store.root.appending("there"))
    try store.write("", to: "there/file")
    let directory = ContainedDirectory(store.root, files: store.files)
    for path in ["a", "there/file", "there/new", "date=2026-10-01/x.csv.gz", "a/b/c", "..a/b..", "é/ü ñ"] {
      #expect(try directory.resolve(path) == store.root.pushing(FilePath(path)))
    }
  }

  @Test(arguments: [
    ("", "the path is empty"),
    ("/etc/passwd", "the path is absolute; use a path relative to the sink's path"),
    ("../x", "'..' is not allowed as a part"),
    ("a/../../x", "'..' is not allowed as a part"),
    ("a/..", "'..' is not allowed as a part"),
    ("./a", "'.' is not allowed as a part"),
    ("a//b", "a part of the path is empty"),
    ("a/", "a part of the path is empty"),
    (String(repeating: "n", count: 256), "a part of the path is longer than 255 bytes"),
    ("file/x", "/root/file is not a directory"),
    ("link", "/root/link is a symbolic link, which may lead outside; remove the link"),
    ("link/x", "/root/link is a symbolic link, which may lead outside; replace it with a directory"),
    ("folder/link", "/root/folder/link is a symbolic link, which may lead outside; remove the link"),
    ("folder/link/x", "/root/folder/link is a symbolic link, which may lead outside; replace it with a directory"),
  ])
  func `a path that could leave the root is rejected`(_ path: String, _ reason: String) throws {
    let files = MemoryFileStore()
    try files.makeDirectories("/root/folder")
    try files.place("", at: "/root/file")
    try files.placeLink("/root/link", to: "/elsewhere")
    try files.placeLink("/root/folder/link", to: "..")
    let error = #expect(throws: ContainedPathError.self) { try ContainedDirectory("/root", files: files).resolve(path) }
    #expect(error?.description == "cannot use the path '\(path)' below /root: \(reason)")
  }

  @Test func `control characters are rejected and not printed`() throws {
    for (path, shown) in [("a\nb", "U+000A"), ("a\0b", "U+0000"), ("\u{1B}[31m", "U+001B"), ("a\u{9B}b", "U+009B")] {
      let error = #expect(throws: ContainedPathError.self) {
        try ContainedDirectory("/root", files: MemoryFileStore()).resolve(path)
      }
      let text = try #require(error?.description)
      #expect(text.hasSuffix("the path contains the control character \(shown)"))
      #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }
  }

  @Test func `a root behind a symbolic link is allowed`() throws {
    let files = MemoryFileStore()
    try files.makeDirectories("/real")
    try files.placeLink("/sink", to: "/real")
    #expect(try ContainedDirectory("/sink", files: files).resolve("a/b") == "/sink/a/b")
  }

  @Test func `an unreadable path is an error, not a missing path`() throws {
    let disk = ModelledDisk()
    disk.fail(.status, with: .ioError)
    let error = #expect(throws: ContainedPathError.self) { try ContainedDirectory("/root", files: disk).resolve("a") }
    #expect(
      error?.description
        == "cannot use the path 'a' below /root: cannot look at /root/a: Input/output error")
  }
}
