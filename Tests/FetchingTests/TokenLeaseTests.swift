import Declarations
import Fetching
import Planning
import Records
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// One process at a time uses a token.
struct TokenLeaseTests {
  static func lease(
    _ source: TestSource = TestSource(), holder: String = "process 2 (pipeline b)", noWait: Bool = false,
    files: any FileStore
  ) -> TokenLease? {
    TokenLease(source.declaration, directory: "/state/leases", holder: holder, noWait: noWait, files: files)
  }

  /// A clock that does something at the end of certain sleeps, counted from 1.
  final class Alarm: Timekeeper {
    private let clock = ManualTimekeeper(TestSource.now)
    private let actions: [Int: @Sendable () -> Void]

    init(_ actions: [Int: @Sendable () -> Void]) {
      self.actions = actions
    }

    var now: Instant { clock.now }
    var elapsed: Duration { clock.elapsed }
    var sleeps: [Duration] { clock.sleeps }

    func sleep(for duration: Duration) async throws {
      try await clock.sleep(for: duration)
      actions[clock.sleeps.count]?()
    }
  }

  @Test func `the lease is held while a request is in flight, and named so that others can tell for whom`() async throws
  {
    let files = MemoryFileStore()
    let seen = Mutex<[String]>([])
    let transport = ScriptedTransport([.body(503, ""), .body(200, rows(1))]) { _ in
      let path = files.paths[0]
      let isFree = (try? files.lock(FilePath(path))) != nil
      seen.withLock { $0.append("\(isFree) \(files.text(FilePath(path)) ?? "")") }
    }
    let clock = ManualTimekeeper(TestSource.now)
    let source = try Source(
      TestSource().declaration, zone: .utc, transport: transport, clock: clock, jitter: { 0 },
      lease: TokenLeaseTests.lease(holder: "process 1 (pipeline a)", files: files))
    _ = try await source.fetch(TestSource.day) { answer in
      let report = try await TestReader().read(answer)
      #expect(try files.lock(FilePath(files.paths[0])) == nil)
      return report
    }
    #expect(seen.withLock { $0 } == ["false process 1 (pipeline a)", "false process 1 (pipeline a)"])
    let after = try #require(try files.lock(FilePath(files.paths[0])))
    after.unlock()
    let name = try #require(FilePath(files.paths[0]).lastComponent?.string)
    #expect(files.paths == ["/state/leases/\(name)"])
    #expect(name.count == 29)
    #expect(name.hasSuffix(".lock"))
  }

  @Test func `the lease is given back whatever becomes of the request`() async throws {
    let files = MemoryFileStore()
    struct DiskFull: Error {}
    let transport = ScriptedTransport([.body(200, rows(1)), .failure(TransportError(.untrusted, "no"))])
    let source = try Source(
      TestSource().declaration, zone: .utc, transport: transport, clock: ManualTimekeeper(TestSource.now),
      lease: TokenLeaseTests.lease(files: files))
    await #expect(throws: DiskFull.self) { try await source.fetch(TestSource.day) { _ in throw DiskFull() } }
    #expect(try files.lock(FilePath(files.paths[0])).map { $0.unlock() } != nil)
    await #expect(throws: FetchError.self) { try await source.fetch(TestSource.day, consume: TestReader().read) }
    #expect(try files.lock(FilePath(files.paths[0])).map { $0.unlock() } != nil)
  }

  @Test func `a lease that is taken is waited for, and it is said for whom`() async throws {
    let files = MemoryFileStore()
    let path = try await TokenLeaseTests.path(files)
    let other = try #require(try files.lock(path))
    try other.describe("process 1 (pipeline a)")
    let clock = Alarm([7: { other.unlock() }])
    let log = EventLog()
    let source = try Source(
      TestSource().declaration, zone: .utc, transport: ScriptedTransport([.body(200, rows(1))]), clock: clock,
      lease: TokenLeaseTests.lease(files: files), onEvent: log.note)
    _ = try await source.fetch(TestSource.day, consume: TestReader().read)
    #expect(clock.sleeps == [50, 100, 200, 400, 800, 1_000, 1_000].map { .milliseconds($0) })
    #expect(log.events == [.leaseHeldBy("process 1 (pipeline a)"), .sending(TestSource.day, attempt: 1)])
    #expect(log.lines == ["waiting for process 1 (pipeline a), which uses the same token"])
  }

  @Test func `each holder is told, one without a name as such, one with control characters without them`() async throws
  {
    let files = MemoryFileStore()
    let other = try #require(try files.lock(try await TokenLeaseTests.path(files)))
    try other.describe("")
    let clock = Alarm([1: { try? other.describe("evil\u{1B}[2J") }, 3: { other.unlock() }])
    let log = EventLog()
    let source = try Source(
      TestSource().declaration, zone: .utc, transport: ScriptedTransport([.body(200, rows(1))]), clock: clock,
      lease: TokenLeaseTests.lease(files: files), onEvent: log.note)
    _ = try await source.fetch(TestSource.day, consume: TestReader().read)
    #expect(
      log.events == [.leaseHeldBy("another process"), .leaseHeldBy("evil[2J"), .sending(TestSource.day, attempt: 1)])
  }

  @Test func `who does not want to wait stops at once`() async throws {
    let files = MemoryFileStore()
    let path = try await TokenLeaseTests.path(files)
    let other = try #require(try files.lock(path))
    try other.describe("process 1 (pipeline a)")
    let transport = ScriptedTransport([])
    let source = try Source(
      TestSource().declaration, zone: .utc, transport: transport, clock: ManualTimekeeper(TestSource.now),
      lease: TokenLeaseTests.lease(noWait: true, files: files))
    let error = await #expect(throws: FetchError.self) {
      try await source.fetch(TestSource.day, consume: TestReader().read)
    }
    #expect(
      error?.description
        == "process 1 (pipeline a) uses the same token of acme; run again when it is done, or without `--no-wait`")
    #expect(error?.kind == .resumable)
    #expect(transport.requests.isEmpty)
    other.unlock()
  }

  @Test func `pipelines share a lease exactly if they share system and secret`() async throws {
    var other = TestSource()
    other.path = "/other/report"
    other.parameters = ["type_user": "all"]
    var stranger = TestSource()
    stranger.secrets = ["token": "another-token-43"]
    let one = try await TokenLeaseTests.path(MemoryFileStore(), TestSource())
    #expect(try await TokenLeaseTests.path(MemoryFileStore(), other) == one)
    #expect(try await TokenLeaseTests.path(MemoryFileStore(), stranger) != one)
    #expect(!one.string.contains("s3cret"))
  }

  @Test func `without a secret there is nothing to lease`() {
    var source = TestSource()
    source.secrets = [:]
    #expect(TokenLeaseTests.lease(source, files: MemoryFileStore()) == nil)
    source.secrets = ["token": "unused-secret"]
    source.auth = nil
    #expect(TokenLeaseTests.lease(source, files: MemoryFileStore()) == nil)
  }

  @Test(arguments: [
    (["TIDEMARK_STATE_DIR": "/t", "XDG_STATE_HOME": "/x", "HOME": "/h"], "/t/leases"),
    (["XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/tidemark/leases"),
    (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/tidemark/leases"),
    (["TIDEMARK_STATE_DIR": "", "HOME": "/h"], "/h/.local/state/tidemark/leases"),
    ([:], nil),
  ])
  func `leases live in the user's state folder`(_ environment: [String: String], _ path: String?) {
    #expect(TokenLease.directory(environment: environment)?.string == path)
  }

  /// Where a source's lease is.
  static func path(_ files: MemoryFileStore, _ source: TestSource = TestSource()) async throws -> FilePath {
    let fetching = try Source(
      source.declaration, zone: .utc, transport: ScriptedTransport([.body(200, rows(1))]),
      clock: ManualTimekeeper(TestSource.now), lease: lease(source, files: files))
    _ = try await fetching.fetch(TestSource.day, consume: TestReader().read)
    return FilePath(files.paths[0])
  }
}
