import Checkpoints
import Foundation
import Planning
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

@Suite struct SinkLockTests {
  static let holder = SinkLock.Holder(
    processID: 4_711, startedAt: Instant("2026-11-20T23:59:00Z")!, command: "tidemark run calls.yaml")

  @Test(arguments: [true, false])
  func `a second run is rejected with the process and start of the first`(_ onDisk: Bool) throws {
    let folder = onDisk ? try TemporaryFolder() : nil
    let files: any FileStore = onDisk ? DiskFileStore() : MemoryFileStore()
    let sink = try TestSink(files, sink: folder?.path ?? TestSink.path)
    let lock = try SinkLock(sink.store.layout, files: files, holder: Self.holder)
    let other = SinkLock.Holder(processID: 1, startedAt: Self.holder.startedAt, command: "")
    let error = #expect(throws: SinkLockedError.self) {
      try SinkLock(sink.store.layout, files: onDisk ? DiskFileStore() : files, holder: other)
    }
    #expect(
      error?.description
        == "\(sink.store.layout.sink) is locked by process 4711, started at 2026-11-20T23:59:00Z "
        + "(tidemark run calls.yaml); rerun after it ends")
    lock.release()
    try SinkLock(sink.store.layout, files: files, holder: other).release()
  }

  @Test func `a holder without a description also blocks`() throws {
    let files = MemoryFileStore()
    let sink = try TestSink(files)
    let lock = try files.lock(sink.store.layout.lock)
    let error = #expect(throws: SinkLockedError.self) {
      try SinkLock(sink.store.layout, files: files, holder: Self.holder)
    }
    #expect(
      error?.description == "/exports/calls is locked by another process; rerun after it ends")
    lock?.unlock()
  }

  @Test func `the lock of a dead process does not block`() throws {
    let disk = ModelledDisk()
    let sink = try TestSink(disk)
    let lock = try SinkLock(sink.store.layout, files: disk, holder: Self.holder)
    let after = disk.afterCrash(.processOnly)
    try SinkLock(sink.store.layout, files: after, holder: Self.holder).release()
    lock.release()
  }
}
