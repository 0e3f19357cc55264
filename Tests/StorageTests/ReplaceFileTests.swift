import Storage
import SystemPackage
import TestSupport
import Testing

@Suite struct ReplaceFileTests {
  static let old = String(repeating: "old ", count: 50)
  static let new = String(repeating: "new! ", count: 60)

  @Test(arguments: StoreKind.allCases)
  func `a file is created and replaced without leftovers`(_ kind: StoreKind) throws {
    let store = try kind.make()
    for text in [Self.old, Self.new, ""] {
      try store.files.replaceFile(store.root.appending("a"), with: Array(text.utf8), mode: .ownerOnly)
      #expect(try store.text("a") == text)
      #expect(try store.files.list(store.root) == ["a"])
    }
  }

  func preparedDisk(holdsOld: Bool) throws -> ModelledDisk {
    let disk = ModelledDisk()
    try disk.makeDirectories("/d")
    if holdsOld { try disk.replaceFile("/d/a", with: Array(Self.old.utf8), mode: .shared) }
    return disk
  }

  @Test(arguments: [true, false])
  func `a crash at any point leaves the old or the new file`(_ holdsOld: Bool) throws {
    let before = holdsOld ? Self.old : nil
    let whole = try preparedDisk(holdsOld: holdsOld)
    let setUp = whole.operations.count
    try whole.replaceFile("/d/a", with: Array(Self.new.utf8), mode: .shared)
    let count = whole.operations.count - setUp
    #expect(
      whole.operations.suffix(count).map(\.description) == [
        "create /d/.a.new", "write /d/.a.new", "sync /d/.a.new", "close /d/.a.new", "rename /d/a", "syncDirectory /d",
      ])
    #expect(whole.afterCrash(.strict).text("/d/a") == Self.new)

    var seen: Set<String?> = []
    for crashAt in 0..<count {
      let survivals: [ModelledDisk.Survival] = [.strict, .processOnly] + (0..<12).map { .partial(seed: $0) }
      for survival in survivals {
        let disk = try preparedDisk(holdsOld: holdsOld)
        disk.crash(after: crashAt)
        #expect(throws: StorageError.self) {
          try disk.replaceFile("/d/a", with: Array(Self.new.utf8), mode: .shared)
        }
        let after = disk.afterCrash(survival)
        let found = after.text("/d/a")
        #expect(found == before || found == Self.new, "after \(crashAt) operations, \(survival)")
        seen.insert(found)
        // The remains of the crash do not matter.
        try after.replaceFile("/d/a", with: Array(Self.new.utf8), mode: .shared)
        #expect(after.files.map(\.path) == ["/d/a"])
        #expect(after.afterCrash(.strict).text("/d/a") == Self.new)
      }
    }
    #expect(seen == [before, Self.new])
  }

  /// The model would find out.
  @Test func `a replacement without a sync is detected`() throws {
    let disk = try preparedDisk(holdsOld: true)
    let file = try disk.create("/d/b", mode: .shared)
    try file.write(Array(Self.new.utf8))
    try file.close()
    try disk.rename("/d/b", to: "/d/a")
    try disk.syncDirectory("/d")
    #expect(disk.afterCrash(.strict).text("/d/a") == "")
  }

  @Test(arguments: [Errno.noSpace, .ioError, .permissionDenied])
  func `a fault leaves the old or the new file without leftovers`(_ errno: Errno) throws {
    for number in 1...6 {
      let disk = try preparedDisk(holdsOld: true)
      disk.fail(operation: number, with: errno)
      let error = #expect(throws: StorageError.self) {
        try disk.replaceFile("/d/a", with: Array(Self.new.utf8), mode: .shared)
      }
      #expect(error?.errno == errno)
      #expect(disk.text("/d/a") == (number < 6 ? Self.old : Self.new))
      #expect(disk.files.count == 1)
    }
  }
}
