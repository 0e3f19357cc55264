import ConfigurationFiles
import Fetching
import Planning
import Records
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// One request a token at a time, over all processes of a machine.
struct TokenLeaseTests {
  let files = MemoryFileStore()
  static let directory = FilePath("/state/leases")

  func lease(_ fetch: TestFetch, holder: String = "process 1 (pipeline a)", noWait: Bool = false) -> TokenLease? {
    TokenLease(
      fetch.declaration.declaration, directory: TokenLeaseTests.directory, holder: holder, noWait: noWait, files: files)
  }

  @Test func `the lease is held while a request is in flight, and its file describes the holder without the secret`()
    async throws
  {
    let fetch = TestFetch()
    let source = try fetch.source(ScriptedTransport([.body(200, rows(1))]), lease: lease(fetch))
    #expect(files.paths == [])
    _ = try await source.fetch(TestSource.day) { response in
      let path = try #require(files.paths.first)
      #expect(try files.lock(FilePath(path)) == nil)
      return try await TestReader().read(response)
    }
    let path = try #require(files.paths.first)
    #expect(files.paths.count == 2)
    #expect(path.wholeMatch(of: /\/state\/leases\/[0-9a-f]{24}\.lock/) != nil)
    #expect(files.paths.last == path.replacing(".lock", with: ".turn"))
    #expect(files.text(FilePath(path)) == "process 1 (pipeline a)")
    #expect(files.mode(FilePath(path)) == .ownerOnly)
    #expect(try files.lock(FilePath(path)) != nil)
  }

  @Test func `the lease is free after failures, between tries and after errors of the consumer`() async throws {
    let fetch = TestFetch()
    struct Full: Error {}
    let source = try fetch.source(ScriptedTransport([.body(503, ""), .body(200, rows(1))]), lease: lease(fetch))
    await #expect(throws: Full.self) {
      try await source.fetch(TestSource.day) { response in
        if response.attempt == 2 { throw Full() }
        return try await TestReader().read(response)
      }
    }
    #expect(try files.lock(FilePath(#require(files.paths.first))) != nil)
  }

  @Test func `a process waits for a token in use and reports the holder`() async throws {
    let fetch = TestFetch()
    _ = try await fetch.fetch(try fetch.source(ScriptedTransport([.body(200, rows(1))]), lease: lease(fetch)))
    let path = FilePath(try #require(files.paths.first))
    let held = Mutex<(any FileLock)?>(try files.lock(path))
    try held.withLock { try $0?.describe("process 77 (pipeline\n other)") }
    let clock = fetch.clock
    let source = try ReportClient(
      fetch.declaration.declaration, zone: TestSource.bogota, transport: ScriptedTransport([.body(200, rows(1))]),
      clock: clock,
      lease: lease(fetch)
    ) { event in
      fetch.log.note(event)
      if case .leaseHeldBy = event { held.withLock { $0?.unlock() } }
    }
    guard case .rows = try await fetch.fetch(source) else { throw Unexpected() }
    #expect(fetch.log.lines == ["waiting for process 77 (pipeline other), which uses the same token"])
    #expect(clock.sleeps == [.milliseconds(50)])
  }

  @Test func `a process that released the lease queues behind the waiters`() async throws {
    let fetch = TestFetch()
    _ = try await fetch.fetch(try fetch.source(ScriptedTransport([.body(200, rows(1))]), lease: lease(fetch)))
    // Another process waits for the lease, which is free for the moment.
    let turn = Mutex<(any FileLock)?>(try files.lock(FilePath(try #require(files.paths.last))))
    let source = try ReportClient(
      fetch.declaration.declaration, zone: TestSource.bogota, transport: ScriptedTransport([.body(200, rows(1))]),
      clock: fetch.clock, lease: lease(fetch)
    ) { event in
      fetch.log.note(event)
      if case .leaseHeldBy = event { turn.withLock { $0?.unlock() } }
    }
    guard case .rows = try await fetch.fetch(source) else { throw Unexpected() }
    #expect(fetch.log.lines == ["waiting for another process, which uses the same token"])
  }

  @Test func `with no-wait the holder of the token is reported`() async throws {
    let fetch = TestFetch()
    let first = try fetch.source(ScriptedTransport([.body(200, rows(1))]), lease: lease(fetch))
    let transport = ScriptedTransport([.body(200, rows(1))])
    let second = try fetch.source(transport, lease: lease(fetch, holder: "process 2", noWait: true))
    _ = try await first.fetch(TestSource.day) { response in
      let error = await #expect(throws: FetchError.self) { try await fetch.fetch(second) }
      #expect(
        error?.description
          == "process 1 (pipeline a) uses the same token of acme; rerun when it ends, or without `--no-wait`")
      #expect(error?.kind == .resumable)
      #expect(error?.scope == .source)
      return try await TestReader().read(response)
    }
    #expect(transport.requests.isEmpty)
    guard case .rows = try await fetch.fetch(second) else { throw Unexpected() }
  }

  @Test func `different pipelines share the lease of one token, and other tokens have their own`() async throws {
    let pipelines = [
      TestFetch(),
      TestFetch {
        $0.path = "/mails"
        $0.baseURL = "http://elsewhere.test"
        $0.grain = .window
      },
    ]
    for fetch in pipelines {
      _ = try await fetch.fetch(try fetch.source(ScriptedTransport([.body(200, rows(1))]), lease: lease(fetch)))
    }
    #expect(files.paths.filter { $0.hasSuffix(".lock") }.count == 1)
    let other = TestFetch { $0.secrets = ["token": "an0ther-token-42"] }
    _ = try await other.fetch(try other.source(ScriptedTransport([.body(200, rows(1))]), lease: lease(other)))
    #expect(files.paths.filter { $0.hasSuffix(".lock") }.count == 2)
    #expect(!files.paths.joined().contains("token"))
  }

  @Test func `a wait for the lease ends when the task is canceled`() async throws {
    let fetch = TestFetch()
    let lease = try #require(self.lease(fetch))
    _ = try await fetch.fetch(try fetch.source(ScriptedTransport([.body(200, rows(1))]), lease: lease))
    let held = try files.lock(FilePath(try #require(files.paths.first)))
    let transport = ScriptedTransport([])
    let source = try ReportClient(
      fetch.declaration.declaration, zone: TestSource.bogota, transport: transport, clock: fetch.clock, lease: lease
    ) { _ in withUnsafeCurrentTask { $0?.cancel() } }
    await #expect(throws: CancellationError.self) { try await Task { try await fetch.fetch(source) }.value }
    #expect(transport.requests.isEmpty)
    held?.unlock()
  }

  @Test func `an unusable lease directory is reported with its purpose and the fix`() async throws {
    try files.place("", at: "/state")
    let fetch = TestFetch()
    let source = try fetch.source(ScriptedTransport([.body(200, rows(1))]), lease: lease(fetch))
    let error = try #require(await #expect(throws: LeaseError.self) { try await fetch.fetch(source) })
    #expect(
      error.description
        == "cannot take the token's lease, which limits the token to one process at a time: \(error.cause); "
        + "set TIDEMARK_STATE_DIR to a writable directory and rerun to resume")
  }

  @Test func `a source without a secret needs no lease`() {
    #expect(lease(TestFetch { $0.auth = nil }) == nil)
    #expect(lease(TestFetch { $0.secrets = [:] }) == nil)
    #expect(
      lease(
        TestFetch {
          $0.auth = nil
          $0.query = [("key", "{token}")]
        }) != nil)
  }

  @Test(arguments: [
    (["TIDEMARK_STATE_DIR": "/t", "XDG_STATE_HOME": "/x", "HOME": "/h"], "/t/leases"),
    (["XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/tidemark/leases"),
    (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/tidemark/leases"),
    (["TIDEMARK_STATE_DIR": "", "HOME": "/h"], "/h/.local/state/tidemark/leases"), ([:], nil),
  ])
  func `leases are in the user's state folder`(_ environment: [String: String], _ directory: String?) {
    #expect(TokenLease.directory(environment: environment)?.string == directory)
  }
}
