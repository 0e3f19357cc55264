import ConfigurationFiles
import Fetching
import Planning
import Records
import Storage
import Synchronization
import TestSupport
import Testing

/// A source over a scripted transport, a manual clock, and half of every back-off.
struct TestFetch {
  var declaration = TestSource()
  let clock = ManualWallClock(TestSource.now)
  let log = EventLog()

  init(_ change: (inout TestSource) -> Void = { _ in }) {
    change(&declaration)
  }

  func source(_ transport: any Transport, lease: TokenLease? = nil) throws -> ReportClient {
    try ReportClient(
      declaration.declaration, zone: TestSource.bogota, transport: transport, clock: clock, jitter: { 0.5 },
      lease: lease,
      onEvent: log.note)
  }

  func fetch(_ responses: [ScriptedTransport.Response]) async throws -> WindowOutcome {
    try await fetch(source(ScriptedTransport(responses)))
  }

  func fetch(_ source: ReportClient, _ window: Window = TestSource.day) async throws -> WindowOutcome {
    let reader = TestReader(envelope: declaration.envelope, paging: declaration.paging)
    return try await source.fetch(window) { try await reader.read($0) }
  }

  /// The error that a fetch ends with.
  func failure(_ responses: [ScriptedTransport.Response]) async throws -> FetchError {
    try #require(await #expect(throws: FetchError.self) { try await fetch(responses) })
  }
}
