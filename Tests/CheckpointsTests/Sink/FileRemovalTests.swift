import Checkpoints
import Storage
import SystemPackage
import TestSupport
import Testing

@Suite struct FileRemovalTests {
  @Test func `a folder is removed with its last file, and the sink never`() throws {
    let sink = try TestSink()
    for path in ["a=1/b=2/one", "a=1/b=2/two", "a=1/three", "four", "_tidemark/rejects/five"] {
      try sink.write("x", to: path)
    }
    try sink.store.removeFiles(["a=1/b=2/one"], except: [])
    #expect(try sink.files.list("/exports/calls/a=1/b=2") == ["two"])
    try sink.store.removeFiles(["a=1/b=2/two"], except: [])
    #expect(try sink.files.list("/exports/calls/a=1") == ["three"])
    try sink.store.removeFiles(["a=1/three", "four", "_tidemark/rejects/five"], except: [])
    #expect(try sink.files.list("/exports/calls") == ["_tidemark"])
    #expect(try sink.files.status(sink.store.layout.rejects)?.kind == .directory)
    try sink.store.removeFiles(["a=1/b=2/two"], except: [])
  }

  @Test func `the sink remains if it is empty`() throws {
    let files = MemoryFileStore()
    let sink = TestSink(found: files)
    try files.makeDirectories("/exports/calls/date=1")
    try files.replaceFile("/exports/calls/date=1/file", with: [], mode: .shared)
    try sink.store.removeFiles(["date=1/file"], except: [])
    #expect(try files.list("/exports/calls").isEmpty)
    #expect(try files.status("/exports/calls")?.kind == .directory)
  }

  @Test func `after a crash at any point, the removal is completed durably`() throws {
    let prepared = ModelledDisk()
    let path = "year=2026/date=2/file"
    let setUp = try TestSink(prepared)
    try setUp.write("x", to: path)
    try setUp.files.syncDirectory(TestSink.path)
    var crashAt = 0
    while true {
      let disk = prepared.afterCrash(.processOnly)
      disk.crash(after: crashAt)
      let isComplete = (try? TestSink(found: disk).store.removeFiles([path], except: [])) != nil
      for survival in [ModelledDisk.Survival.strict, .processOnly] + (0..<4).map({ .partial(seed: $0) }) {
        let after = disk.afterCrash(survival)
        if !isComplete { try TestSink(found: after).store.removeFiles([path], except: []) }
        #expect(
          try after.afterCrash(.strict).list(TestSink.path) == ["_tidemark"], "after \(crashAt) operations, \(survival)"
        )
      }
      if isComplete { break }
      crashAt += 1
    }
    #expect(crashAt > 5)
  }
}
