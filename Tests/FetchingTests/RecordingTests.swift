import Declarations
import Fetching
import Foundation
import Planning
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

/// What was recorded is what comes again, without a network and without a secret.
struct RecordingTests {
  static let name = "20261001T050000Z-20261002T050000Z"

  /// A source over a recording transport over a script.
  static func record(
    _ answers: [ScriptedTransport.Answer], source: TestSource = TestSource(), to files: any FileStore,
    windows: [Window] = [TestSource.day]
  ) async throws {
    let transport = RecordingTransport(ScriptedTransport(answers), directory: "/records", files: files)
    let fetching = try Source(
      source.declaration, zone: TestSource.bogota, transport: transport, clock: ManualTimekeeper(TestSource.now))
    for window in windows { _ = try await fetching.fetch(window, consume: TestReader(envelope: source.envelope).read) }
  }

  static func replaying(_ files: any FileStore, source: TestSource = TestSource(), clock: ManualTimekeeper? = nil)
    throws -> Source
  {
    var source = source
    source.secrets = [:]
    return try Source(
      source.declaration, zone: TestSource.bogota, transport: ReplayTransport(directory: "/records", files: files),
      clock: clock ?? ManualTimekeeper(TestSource.now + .seconds(86_400)),
      lease: TokenLease(TestSource().declaration, directory: "/leases", holder: "x", files: files))
  }

  @Test func `an answer comes again as it was, with the time of its request, needing neither secret nor lease`()
    async throws
  {
    let files = MemoryFileStore()
    try await RecordingTests.record(
      [.body(200, rows(3), headers: [("Set-Cookie", "id=1"), ("Content-Type", "application/json")])], to: files)
    let outcome = try await RecordingTests.replaying(files).fetch(TestSource.day, consume: TestReader().read)
    #expect(
      outcome
        == .rows(
          RequestReceipt(
            window: TestSource.day, status: 200, rows: 3, declared: 3, bytes: rows(3).utf8.count,
            requestedAt: TestSource.now)))
    #expect(!files.paths.contains { $0.hasPrefix("/leases") })
  }

  @Test func `a recording is one head and one body an answer, and tells no secret`() async throws {
    let files = MemoryFileStore()
    var source = TestSource()
    source.query = [("key", "{token}"), ("from", "{window.start}")]
    let echo = #"{"code":"200","msg":"1 records","data":[{"echo":"s3cret-token-42"}]}"#
    try await RecordingTests.record(
      [
        .body(
          200, echo,
          headers: [("Set-Cookie", "id=1"), ("Date", "Sat, 21 Nov 2026 12:00:00 GMT"), ("X-Token", "s3cret-token-42")])
      ],
      source: source, to: files)
    #expect(files.paths.count == 2)
    let body = FilePath(try #require(files.paths.first))
    let head = FilePath(try #require(files.paths.last))
    #expect(files.mode(head) == .ownerOnly)
    #expect(files.mode(body) == .ownerOnly)
    let stem = try #require(head.lastComponent?.string.dropLast(".1.json".count))
    #expect(stem.hasPrefix("\(RecordingTests.name)-"))
    #expect(body.lastComponent?.string == "\(stem).1.body.gz")
    #expect(
      files.text(head) == """
        {
          "body" : "\(stem).1.body.gz",
          "bytes" : \(echo.utf8.count),
          "headers" : {
            "date" : "Sat, 21 Nov 2026 12:00:00 GMT"
          },
          "method" : "GET",
          "requested_at" : "2026-11-21T12:00:00Z",
          "series" : "http://api.test/calls?key=***&from={window.start}",
          "status" : 200,
          "url" : "http://api.test/calls?key=***&from=20261001000000",
          "version" : 1,
          "window" : {
            "end" : "2026-10-02T05:00:00Z",
            "start" : "2026-10-01T05:00:00Z"
          }
        }

        """)
    let kept = try #require(Gzip.decompress(try files.read(body, limit: 10_000)))
    #expect(String(decoding: kept, as: UTF8.self) == echo.replacing("s3cret-token-42", with: "***************"))
  }

  @Test func `a secret that lies across two blocks is blanked too`() async throws {
    let files = MemoryFileStore()
    struct Blocks: Transport {
      func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingAnswer {
        IncomingAnswer(
          status: 500,
          body: AnswerBody(blocks: ["a s3c", "r", "et-token-4", "2 b s3cret", "-token-4"].map { Array($0.utf8) }))
      }
    }
    let source = try Source(
      TestSource().declaration, zone: .utc,
      transport: RecordingTransport(Blocks(), directory: "/records", files: files),
      clock: ManualTimekeeper(TestSource.now))
    await #expect(throws: FetchError.self) { try await source.fetch(TestSource.day, consume: TestReader().read) }
    let kept = try #require(Gzip.decompress(try files.read(FilePath(files.paths[0]), limit: 10_000)))
    #expect(String(decoding: kept, as: UTF8.self) == "a *************** b s3cret-token-4")
  }

  @Test func `failures come again too, in their order, but nothing is waited for`() async throws {
    let files = MemoryFileStore()
    let script: [ScriptedTransport.Answer] = [
      .body(503, "down", headers: [("Retry-After", "30")]), .broken(200, #"{"code":"#, SourceTests.cut),
      .body(200, rows(2)),
    ]
    try await RecordingTests.record(script, to: files)
    let clock = ManualTimekeeper(TestSource.now)
    var statuses: [Int] = []
    var source = TestSource()
    source.pause = .seconds(9)
    let outcome = try await RecordingTests.replaying(files, source: source, clock: clock).fetch(TestSource.day) {
      answer in
      statuses.append(answer.status)
      return try await TestReader().read(answer)
    }
    guard case .rows(let receipt) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(receipt.rows == 2)
    #expect(statuses == [503, 200, 200])
    #expect(clock.sleeps.isEmpty)
  }

  @Test func `a large body streams through`() async throws {
    let files = MemoryFileStore()
    let text = rows(40_000)
    var source = TestSource()
    source.limits = Limits()
    try await RecordingTests.record([.body(200, text)], source: source, to: files)
    var blocks: [[UInt8]] = []
    _ = try await RecordingTests.replaying(files, source: source).fetch(TestSource.day) { answer in
      for try await block in answer.body { blocks.append(block) }
      return AnswerReport(code: "200", records: 1, hasRecords: true)
    }
    #expect(String(decoding: blocks.joined(), as: UTF8.self) == text)
    let packed = files.files[0].bytes.count
    #expect(packed < text.utf8.count / 4)
  }

  @Test func `what was not recorded is told`() async throws {
    let files = MemoryFileStore()
    try await RecordingTests.record([.body(200, rows(1))], to: files)
    let source = try RecordingTests.replaying(files)
    _ = try await source.fetch(TestSource.day, consume: TestReader().read)
    let again = await #expect(throws: FetchError.self) {
      try await source.fetch(TestSource.day, consume: TestReader().read)
    }
    #expect(
      again?.reason
        == "no further answer to GET http://api.test/calls?from=20261001000000&to=20261001235959 is recorded in /records"
    )
    let other = TestSource.window("2026-10-02T05:00:00Z", "2026-10-03T05:00:00Z")
    let error = await #expect(throws: FetchError.self) { try await source.fetch(other, consume: TestReader().read) }
    #expect(
      error?.description
        == "cannot fetch 2026-10-02T05:00:00Z..2026-10-03T05:00:00Z: "
        + "no answer to GET http://api.test/calls?from=20261002000000&to=20261002235959 is recorded in /records; "
        + "run with `--record` to ask the source for it")
    #expect(error?.scope == .chunk)
    #expect(error?.kind == .unavailable)
  }

  @Test func `another report does not get the answer`() async throws {
    let files = MemoryFileStore()
    try await RecordingTests.record([.body(200, rows(1))], to: files)
    var other = TestSource()
    other.path = "/chats"
    let source = try RecordingTests.replaying(files, source: other)
    let error = await #expect(throws: FetchError.self) {
      try await source.fetch(TestSource.day, consume: TestReader().read)
    }
    #expect(error?.verdict == .unrecorded)
  }

  @Test func `a new recording takes the place of an older one`() async throws {
    let files = MemoryFileStore()
    try await RecordingTests.record([.body(503, ""), .body(200, rows(1))], to: files)
    #expect(files.paths.count == 4)
    try await RecordingTests.record([.body(200, rows(2))], to: files)
    #expect(files.paths.count == 2)
    guard
      case .rows(let receipt) = try await RecordingTests.replaying(files).fetch(
        TestSource.day, consume: TestReader().read)
    else {
      Issue.record("no rows")
      return
    }
    #expect(receipt.rows == 2)
  }

  @Test func `an answer whose reader stopped is not recorded`() async throws {
    struct DiskFull: Error {}
    let files = MemoryFileStore()
    let source = try Source(
      TestSource().declaration, zone: .utc,
      transport: RecordingTransport(ScriptedTransport([.body(200, rows(1))]), directory: "/records", files: files),
      clock: ManualTimekeeper(TestSource.now))
    await #expect(throws: DiskFull.self) {
      try await source.fetch(TestSource.day) { answer in
        for try await _ in answer.body { throw DiskFull() }
        return AnswerReport()
      }
    }
    #expect(!files.paths.contains { $0.hasSuffix(".json") })
  }

  @Test func `of a failure's body 64 KiB are kept`() async throws {
    let files = MemoryFileStore()
    var source = TestSource()
    source.retry.tries = 1
    await #expect(throws: FetchError.self) {
      try await RecordingTests.record([.body(500, String(repeating: "x", count: 1_000_000))], source: source, to: files)
    }
    #expect(files.paths.count == 2)
    let error = await #expect(throws: FetchError.self) {
      try await RecordingTests.replaying(files, source: source).fetch(TestSource.day, consume: TestReader().read)
    }
    #expect(error?.reason.hasPrefix("HTTP 500, the API says \"xxx") == true)
  }

  @Test func `a login is not recorded`() async throws {
    let files = MemoryFileStore()
    try await RecordingTests.record([LoginTests.granted, .body(200, rows(1))], source: LoginTests.source, to: files)
    #expect(files.paths.count == 2)
    let all = files.files.map { String(decoding: Gzip.decompress($0.bytes) ?? $0.bytes, as: UTF8.self) }.joined()
    #expect(!all.contains("first-token-1"))
    let source = try RecordingTests.replaying(files, source: LoginTests.source)
    _ = try await source.fetch(TestSource.day, consume: TestReader().read)
    #expect(await source.counts.logins == 0)
  }

  @Test func `a server on this machine may have another port`() async throws {
    let files = MemoryFileStore()
    var source = TestSource()
    source.baseURL = "http://127.0.0.1:50001"
    try await RecordingTests.record([.body(200, rows(1))], source: source, to: files)
    source.baseURL = "http://127.0.0.1:50002"
    _ = try await RecordingTests.replaying(files, source: source).fetch(TestSource.day, consume: TestReader().read)
  }

  @Test func `windows that were recorded in parts are asked for in those parts`() async throws {
    let files = MemoryFileStore()
    let morning = TestSource.window("2026-10-01T05:00:00Z", "2026-10-01T11:00:00Z")
    let noon = TestSource.window("2026-10-01T11:00:00Z", "2026-10-01T17:00:00Z")
    let evening = TestSource.window("2026-10-01T17:00:00Z", "2026-10-02T05:00:00Z")
    let next = TestSource.window("2026-10-02T05:00:00Z", "2026-10-03T05:00:00Z")
    try await RecordingTests.record(
      Array(repeating: .body(200, rows(1)), count: 4), to: files, windows: [noon, morning, next, evening])
    let source = try RecordingTests.replaying(files)
    #expect(source.arranged([TestSource.day]) == [morning, noon, evening])
    #expect(source.arranged([next]) == [next])
    // A gap is left to be told as what it is: not recorded.
    let longer = Window(span: TestSource.day.span.lowerBound..<next.span.upperBound + .seconds(1))
    #expect(source.arranged([longer]) == [longer])
    var other = TestSource()
    other.path = "/chats"
    #expect(try RecordingTests.replaying(files, source: other).arranged([TestSource.day]) == [TestSource.day])
  }

  @Test(arguments: ["", "{", "{}", #"{"version":2}"#])
  func `a damaged head is named`(_ text: String) throws {
    let files = MemoryFileStore()
    try files.place(text, at: "/records/a.1.json")
    #expect(throws: TransportError(.misconfigured, "/records/a.1.json is no recorded answer, or a damaged one")) {
      try ReplayTransport(directory: "/records", files: files)
    }
  }

  @Test func `a folder without a recording is named`() throws {
    #expect(
      throws: TransportError(.misconfigured, "/records holds no recorded answers; make some with `--record`")
    ) { try ReplayTransport(directory: "/records", files: MemoryFileStore()) }
  }

  @Test(arguments: [0, 5, -1])
  func `a damaged body is never taken for a whole one`(_ length: Int) async throws {
    let files = MemoryFileStore()
    try await RecordingTests.record([.body(200, rows(5))], to: files)
    let path = FilePath(files.paths[0])
    let bytes = files.files[0].bytes
    try files.place(length < 0 ? bytes + [1] : Array(bytes.prefix(length)), at: path)
    var source = TestSource()
    source.retry.tries = 1
    let error = await #expect(throws: FetchError.self) {
      try await RecordingTests.replaying(files, source: source).fetch(TestSource.day, consume: TestReader().read)
    }
    #expect(error?.reason == "the recorded body \(path) is damaged")
    #expect(error?.kind == .badData)
  }
}
