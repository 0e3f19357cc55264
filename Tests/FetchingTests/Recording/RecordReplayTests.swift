import ConfigurationFiles
import Fetching
import Planning
import Records
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Tests that recordings are replayed without the source.
struct RecordReplayTests {
  static let directory = FilePath("/rec")
  let files = MemoryFileStore()

  struct Take: Hashable {
    var window: Window
    var ids: [Int]
    var requestedAt: Instant
  }

  /// Fetches some days as an exporter does.
  static func harvest(_ fetch: TestFetch, _ transport: any Transport, days: [Window]) async throws -> [Take] {
    let source = try fetch.source(transport)
    let declaration = fetch.declaration.declaration
    let recorded: @Sendable (Window) -> [Window]? = { source.recordedWindows(within: $0) }
    var splitter = WindowSplitter(
      cutter: WindowCutter(format: declaration.report.window, zone: TestSource.bogota, grain: .event),
      limits: declaration.limits, recorded: source.isReplay ? recorded : nil)
    var takes: [Take] = []
    for day in days {
      splitter.begin([day])
      while let window = splitter.next() {
        let found = Mutex<[Int]>([])
        let outcome = try await source.fetch(window, retriesStall: splitter.retriesStall) { response in
          var bytes: [UInt8] = []
          for try await block in response.body { bytes += block }
          let text = String(decoding: bytes, as: UTF8.self)
          found.withLock { $0 = text.matches(of: /"id":"(\d+)"/).compactMap { Int($0.output.1) } }
          let whole = ResponseBody(blocks: [bytes])
          var copy = response
          copy.body = whole
          return try await TestReader().read(copy)
        }
        switch outcome {
        case .rows(let receipt), .empty(let receipt, _):
          takes.append(Take(window: window, ids: found.withLock { $0 }, requestedAt: receipt.requestedAt))
          #expect(splitter.take(receipt) == nil)
        case .tooLarge(let receipt, let reason, let shown):
          let parts = splitter.split(window, after: receipt, shown: shown, reason: reason)
          try #require(parts != nil)
        }
      }
    }
    return takes
  }

  static let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 3)

  /// 30 records a day, most of them in the evening.
  static let times = days.flatMap { day in
    (0..<30).map { day.span.lowerBound + .seconds(($0 < 6 ? 9_000 : 60_000) + $0 * 700) }
  }

  @Test(
    arguments: [
      [:], [1: .status(503)], [2: .noResponse, 3: .cut(after: .zero), 9: .status(500)], [1: .cut(after: .seconds(60))],
      [2: .cut(after: .seconds(61)), 5: .status(504), 12: .cut(after: .seconds(60))],
    ] as [[Int: CappedAPI.Stumble]])
  func `a replay gives the same rows of the same windows, with splits, learned splits and retries`(
    _ stumbles: [Int: CappedAPI.Stumble]
  ) async throws {
    let fetch = TestFetch { $0.limits = Limits(records: 10, time: .seconds(60)) }
    let api = CappedAPI(times: RecordReplayTests.times, stumbles: stumbles, clock: fetch.clock)
    let recording = RecordingTransport(api, directory: RecordReplayTests.directory, files: files)
    let recorded = try await RecordReplayTests.harvest(fetch, recording, days: RecordReplayTests.days)
    #expect(recorded.flatMap(\.ids) == Array(RecordReplayTests.times.indices))
    #expect(recorded.count > 6)

    // Only the recording: no secret, and another time.
    var later = TestFetch {
      $0.limits = fetch.declaration.limits
      $0.secrets = [:]
      $0.missing = ["token"]
      $0.pause = .seconds(9)
    }
    later.clock.advance(by: .seconds(86_400))
    later.declaration.retry = fetch.declaration.retry
    let replay = try ReplayTransport(directory: RecordReplayTests.directory, files: files)
    let replayed = try await RecordReplayTests.harvest(later, replay, days: RecordReplayTests.days)
    #expect(replayed == recorded)
    #expect(later.clock.sleeps == [])
  }

  @Test func `parts of a recording can be replayed alone`() async throws {
    let fetch = TestFetch()
    let api = CappedAPI(times: RecordReplayTests.times, clock: fetch.clock)
    let recording = RecordingTransport(api, directory: RecordReplayTests.directory, files: files)
    let recorded = try await RecordReplayTests.harvest(fetch, recording, days: RecordReplayTests.days)
    let replay = try ReplayTransport(directory: RecordReplayTests.directory, files: files)
    let day = RecordReplayTests.days[2]
    let replayed = try await RecordReplayTests.harvest(TestFetch(), replay, days: [day])
    #expect(replayed == recorded.filter { day.span.contains($0.window.span.lowerBound) })
  }

  @Test func `a response missing in the recording is an error of only that chunk`() async throws {
    let fetch = TestFetch()
    let api = CappedAPI(times: RecordReplayTests.times, clock: fetch.clock)
    let recording = RecordingTransport(api, directory: RecordReplayTests.directory, files: files)
    _ = try await RecordReplayTests.harvest(fetch, recording, days: [RecordReplayTests.days[0]])
    let replay = try ReplayTransport(directory: RecordReplayTests.directory, files: files)
    let error = await #expect(throws: FetchError.self) {
      try await RecordReplayTests.harvest(TestFetch(), replay, days: [RecordReplayTests.days[1]])
    }
    #expect(
      error?.description
        == "cannot fetch 2026-10-02T05:00:00Z..2026-10-03T05:00:00Z: no response to GET http://api.test/calls?from=20261002000000&to=20261002235959 is recorded in /rec; run with `--record` to record it"
    )
    #expect(error?.scope == .chunk)
    #expect(error?.kind == .configuration)
  }

  @Test func `a recording contains no secret and no login`() async throws {
    let fetch = LoginTests.fetch { $0.query.append(("key", "{password}")) }
    let echo = #"{"code":"200","msg":"1 records of t0ken-of-the-login","data":[{"a":"pass-word-7"}]}"#
    let login = LoginTests.token()
    let inner = ScriptedTransport([
      .body(200, login),
      .body(200, echo, headers: [("Set-Cookie", "pass-word-7"), ("Date", "pass-word-7"), ("X-Other", "x")]),
    ])
    let recording = RecordingTransport(
      SplittingTransport(inner), directory: RecordReplayTests.directory, files: files)
    let source = try fetch.source(recording)
    guard case .rows = try await fetch.fetch(source) else { throw Unexpected() }
    #expect(files.paths.count == 2)
    #expect(files.paths.allSatisfy { files.mode(FilePath($0)) == .ownerOnly })
    let body = try #require(files.files.first { $0.path.string.hasSuffix(".body.gz") })
    let text = String(decoding: try #require(Gzip.decompress(body.bytes)), as: UTF8.self)
    #expect(text == #"{"code":"200","msg":"1 records of ******************","data":[{"a":"***********"}]}"#)
    let head = try #require(files.files.first { $0.path.string.hasSuffix(".json") })
    #expect(
      String(decoding: head.bytes, as: UTF8.self) == """
        {
          "body" : "\(body.path.lastComponent?.string ?? "")",
          "bytes" : \(echo.utf8.count),
          "headers" : {
            "date" : "***"
          },
          "method" : "GET",
          "requested_at" : "2026-11-21T12:00:00Z",
          "series" : "http://api.test/calls?from={window.start}&to={window.end}&key=***",
          "status" : 200,
          "url" : "http://api.test/calls?from=20261001000000&to=20261001235959&key=***",
          "version" : 1,
          "window" : {
            "end" : "2026-10-02T05:00:00Z",
            "start" : "2026-10-01T05:00:00Z"
          }
        }

        """)
    let everything = files.files.map { "\($0.path) \(String(decoding: $0.bytes, as: UTF8.self))" }.joined() + text
    for secret in ["pass-word-7", "t0ken-of-the-login"] { #expect(!everything.contains(secret)) }
  }

  @Test func `incomplete recordings are ignored`() async throws {
    struct Full: Error {}
    let fetch = TestFetch()
    let recording = RecordingTransport(
      ScriptedTransport([.body(200, rows(1)), .body(200, rows(2))]), directory: RecordReplayTests.directory,
      files: files)
    let source = try fetch.source(recording)
    await #expect(throws: Full.self) {
      try await source.fetch(TestSource.day) { response in
        for try await _ in response.body { throw Full() }
        return ParsedResponse()
      }
    }
    // The body was begun, but has no head.
    #expect(files.paths.map { $0.hasSuffix(".1.body.gz") } == [true])
    let error = #expect(throws: TransportError.self) {
      try ReplayTransport(directory: RecordReplayTests.directory, files: files)
    }
    #expect(error?.description == "/rec contains no recorded responses; create them with `--record`")
    guard case .rows = try await fetch.fetch(source) else { throw Unexpected() }
    let replay = try ReplayTransport(directory: RecordReplayTests.directory, files: files)
    guard case .rows(let receipt) = try await fetch.fetch(try fetch.source(replay)) else { throw Unexpected() }
    #expect(receipt.rows == 2)
  }

  @Test func `a new recording of a request replaces the older one`() async throws {
    let fetch = TestFetch()
    for responses in [[.body(503, ""), .body(200, rows(1))], [.body(200, rows(2))]] as [[ScriptedTransport.Response]] {
      let recording = RecordingTransport(
        ScriptedTransport(responses), directory: RecordReplayTests.directory, files: files)
      _ = try await fetch.fetch(try fetch.source(recording))
    }
    #expect(files.paths.count == 2)
    let replay = try ReplayTransport(directory: RecordReplayTests.directory, files: files)
    guard case .rows(let receipt) = try await fetch.fetch(try fetch.source(replay)) else { throw Unexpected() }
    #expect(receipt.rows == 2)
  }

  @Test func `a damaged recording is reported with its file`() async throws {
    let fetch = TestFetch()
    let recording = RecordingTransport(
      ScriptedTransport([.body(200, rows(3))]), directory: RecordReplayTests.directory, files: files)
    _ = try await fetch.fetch(try fetch.source(recording))
    let body = try #require(files.files.first { $0.path.string.hasSuffix(".body.gz") })
    let head = try #require(files.files.first { $0.path.string.hasSuffix(".json") })
    try files.place(Array(body.bytes.dropLast(3)), at: body.path)
    let replay = try ReplayTransport(directory: RecordReplayTests.directory, files: files)
    let source = try fetch.source(replay)
    let error = await #expect(throws: FetchError.self) { try await fetch.fetch(source) }
    #expect(
      error?.description
        == "cannot fetch 2026-10-01T05:00:00Z..2026-10-02T05:00:00Z: \(body.path) is damaged; record the chunk again: "
        + "`run --record /rec --refresh all --chunk 20261001T050000Z-20261002T050000Z`")
    #expect(error?.kind == .configuration)
    #expect(error?.scope == .chunk)
    try files.place("{", at: head.path)
    let headError = #expect(throws: TransportError.self) {
      try ReplayTransport(directory: RecordReplayTests.directory, files: files)
    }
    #expect(headError?.description == "\(head.path) is not a recorded response, or is damaged")
  }

  @Test func `a replay ignores the port of a local server`() async throws {
    var fetch = TestFetch { $0.baseURL = "http://127.0.0.1:4711" }
    let recording = RecordingTransport(
      ScriptedTransport([.body(200, rows(1))]), directory: RecordReplayTests.directory, files: files)
    _ = try await fetch.fetch(try fetch.source(recording))
    fetch.declaration.baseURL = "http://127.0.0.1:4712"
    let replay = try ReplayTransport(directory: RecordReplayTests.directory, files: files)
    guard case .rows = try await fetch.fetch(try fetch.source(replay)) else { throw Unexpected() }
    fetch.declaration.baseURL = "http://api.test"
    let other = try fetch.source(replay)
    await #expect(throws: FetchError.self) { try await fetch.fetch(other) }
  }
}
