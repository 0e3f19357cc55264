import Declarations
import Fetching
import NIOCore
import Planning
import Records
import TestSupport
import Testing

/// Faults as they come over a real socket, and what a source makes of them.
struct FaultTableTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var name: String
    var steps: [ScriptedServer.Step]
    /// Nil: the outcome is `tooLarge`.
    var kind: FetchError.Kind?
    var scope = FetchError.Scope.source
    /// `{origin}` stands for the server.
    var reason: String
    /// Nil: it depends on how fast the machine is.
    var requests: Int? = 2
    var total = Duration.seconds(60)
    var testDescription: String { name }
  }

  static let good = rows(3)

  static func head(_ headers: String...) -> ScriptedServer.Step { .text([ScriptedServer.Step].head(200, headers)) }

  static let table: [Row] = [
    Row(
      name: "short content-length", steps: [head("Content-Length: \(good.utf8.count + 1)"), .text(good), .close],
      kind: .badData,
      scope: .chunk, reason: "the connection to {origin} ended before the answer was whole"),
    Row(
      name: "whole JSON, but no last chunk",
      steps: [
        head("Transfer-Encoding: chunked"), .text("\(String(good.utf8.count, radix: 16))\r\n\(good)\r\n"), .close,
      ], kind: .badData,
      scope: .chunk, reason: "the connection to {origin} ended before the answer was whole"),
    Row(
      name: "half a document, without a length",
      steps: [head("Connection: close"), .text(String(good.dropLast(5))), .close],
      kind: .badData, scope: .chunk, reason: "HTTP 200, but the answer is not JSON"),
    Row(
      name: "damaged gzip",
      steps: {
        var packed = Gzip.compress(Array(good.utf8))
        packed[packed.count - 6] ^= 1
        return [head("Content-Encoding: gzip", "Content-Length: \(packed.count)"), .send(packed)]
      }(), kind: .badData, scope: .chunk, reason: "the compressed data of the answer from {origin} is damaged or cut"),
    Row(
      name: "a web page", steps: .answer(200, ["Content-Type: text/html"], "<!DOCTYPE html><title>Backup</title>"),
      kind: .badData,
      scope: .chunk, reason: "HTTP 200, but the answer is a web page, not JSON"),
    Row(
      name: "nothing", steps: .answer(200, [], ""), kind: .badData, scope: .chunk,
      reason: "HTTP 200, but the answer is not JSON"),
    Row(
      name: "text after the document", steps: .answer(200, [], good + " trailing"), kind: .badData, scope: .chunk,
      reason: "HTTP 200, but the answer is not JSON"),
    Row(
      name: "miscounted", steps: .answer(200, [], rows(3, declared: 2)), kind: .badData, scope: .chunk,
      reason: "the answer declares 2 records and holds 3"),
    Row(
      name: "a failure in a 200", steps: .answer(200, [], #"{"code":"403","msg":"PLEASE VALIDATE TOKEN","data":[]}"#),
      kind: .denied,
      reason: "HTTP 200 with `code` 403, the API says \"PLEASE VALIDATE TOKEN\"", requests: 1),
    Row(
      name: "a failure that nobody knows", steps: .answer(418, [], #"{"code":"418","msg":"teapot"}"#),
      kind: .configuration,
      reason: "HTTP 418, the API says \"teapot\"", requests: 1),
    Row(
      name: "quota", steps: .answer(403, [], #"{"code":"403","msg":"TOKEN LIMIT EXCEEDED"}"#), kind: .resumable,
      reason: "HTTP 403, the API says \"TOKEN LIMIT EXCEEDED\"", requests: 1),
    Row(name: "5xx", steps: .answer(500, [], "oops"), kind: .unavailable, reason: "HTTP 500, the API says \"oops\""),
    Row(
      name: "closed before the answer", steps: [.close], kind: .unavailable,
      reason: "{origin} closed the connection before it answered"),
    Row(
      name: "not HTTP", steps: [.text("SSH-2.0-OpenSSH_9.2\r\n"), .close], kind: .unavailable,
      reason: "{origin} did not answer in HTTP"),
    Row(
      name: "redirected elsewhere", steps: .answer(302, ["Location: http://localhost:9/x"]), kind: .configuration,
      reason: "{origin} redirects to http://localhost:9, and requests stay with one address", requests: 1),
    Row(
      name: "the cap", steps: .answer(200, [], rows(10)), kind: nil,
      reason: "the answer holds 10 records, and 10 is where the API cuts",
      requests: 1),
    Row(
      name: "more declared than sent", steps: .answer(200, [], rows(3, declared: 4)), kind: nil,
      reason: "the answer declares 4 records and holds 3", requests: 1),
    Row(
      name: "too slow in all",
      steps: [head("Content-Length: 100")] + (0..<20).flatMap { _ in [.pause(.milliseconds(15)), .text(" ")] },
      kind: nil,
      reason: "{origin} did not finish its answer within 50 ms", requests: nil, total: .milliseconds(50)),
  ]

  @Test(arguments: table)
  func `nothing wrong is taken, and it is told why`(_ row: Row) async throws {
    let server = try await ScriptedServer.start(row.steps)
    var source = TestSource()
    source.baseURL = server.url
    source.rules = JudgeTests.vendorRules
    source.retry.tries = 2
    source.timeouts = Timeouts(connect: .seconds(60), idle: .seconds(60), total: row.total)
    let declaration = source.declaration
    let reason = row.reason.replacing("{origin}", with: server.url)
    try await HTTPTransportTests.withTransport { transport in
      let fetching = try Source(
        declaration, zone: TestSource.bogota, transport: transport, clock: ManualTimekeeper(TestSource.now),
        jitter: { 0 })
      guard let kind = row.kind else {
        guard case .tooLarge(_, reason) = try await fetching.fetch(TestSource.day, consume: TestReader().read) else {
          Issue.record("it was not found too large")
          return
        }
        return
      }
      let error = await #expect(throws: FetchError.self) {
        try await fetching.fetch(TestSource.day, consume: TestReader().read)
      }
      #expect(error?.reason == reason)
      #expect(error?.kind == kind)
      #expect(error?.scope == row.scope)
    }
    if let requests = row.requests { #expect(server.requests.count == requests) }
    try await server.stop()
  }

  @Test func `a fault that passes costs nothing but the time`() async throws {
    let server = try await ScriptedServer.start(
      [.close], [FaultTableTests.head("Content-Length: 900"), .text(FaultTableTests.good), .close],
      .answer(503, [], ""),
      .answer(200, [], FaultTableTests.good))
    var source = TestSource()
    source.baseURL = server.url
    source.retry.tries = 4
    let declaration = source.declaration
    let outcome = try await HTTPTransportTests.withTransport { transport in
      try await Source(
        declaration, zone: TestSource.bogota, transport: transport, clock: ManualTimekeeper(TestSource.now),
        jitter: { 0 }
      ).fetch(TestSource.day, consume: TestReader().read)
    }
    guard case .rows(let receipt) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(receipt.rows == 3)
    #expect(server.requests.count == 4)
    #expect(server.requests.allSatisfy { $0.contains("x-token: s3cret-token-42\r\n") })
    try await server.stop()
  }

  @Test func `a secret does not follow a redirect to another port of the same host`() async throws {
    let thief = try await ScriptedServer.start(.answer(200, [], rows(1)))
    let server = try await ScriptedServer.start(.answer(307, ["Location: \(thief.url)/calls"]))
    var source = TestSource()
    source.baseURL = server.url
    let declaration = source.declaration
    try await HTTPTransportTests.withTransport { transport in
      let fetching = try Source(
        declaration, zone: TestSource.bogota, transport: transport, clock: ManualTimekeeper(TestSource.now))
      let error = await #expect(throws: FetchError.self) {
        try await fetching.fetch(TestSource.day, consume: TestReader().read)
      }
      #expect(error?.kind == .configuration)
    }
    #expect(thief.requests.isEmpty)
    try await server.stop()
    try await thief.stop()
  }
}
