import ConfigurationFiles
import Fetching
import Planning
import Records
import Synchronization
import TestSupport
import Testing

/// Tests incomplete bodies over a real socket: retried, then reported, and never accepted.
struct BodyErrorTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    var name: String
    var steps: [ScriptedServer.Step]
    var kind = FetchError.Kind.badData
    var scope = FetchError.Scope.chunk
    /// `{origin}` is replaced by the server's origin.
    var reason: String
    var advice = "nothing was published; rerun to try again"
    var idle = Duration.seconds(60)
    var tries = 2
    var testDescription: String { name }
  }

  static func head(_ headers: String...) -> String { [ScriptedServer.Step].head(200, headers) }

  static let faults: [Fault] = {
    let body = rows(8)
    let packed = Gzip.compress(Array(body.utf8))
    var flipped = packed
    flipped[packed.count / 2] ^= 0xFF
    let gzip = { (bytes: [UInt8]) -> [ScriptedServer.Step] in
      [.text(head("Content-Encoding: gzip", "Content-Length: \(bytes.count)")), .send(bytes)]
    }
    let size = String(body.utf8.count, radix: 16)
    return [
      Fault(
        name: "short content-length, all of the document there",
        steps: [.text(head("Content-Length: \(body.utf8.count + 1)") + body), .close],
        reason: "the connection to {origin} ended before the response was complete"),
      Fault(
        name: "connection dropped in the middle",
        steps: [.text(head("Content-Length: \(body.utf8.count)") + body.prefix(60)), .close],
        reason: "the connection to {origin} ended before the response was complete"),
      Fault(
        name: "content-length that is too small", steps: .response(200, [], String(body.dropLast(2))),
        reason: "HTTP 200, but the answer is not JSON"),
      Fault(
        name: "chunked without an end, all of the document there",
        steps: [.text(head("Transfer-Encoding: chunked") + "\(size)\r\n\(body)\r\n"), .close],
        reason: "the connection to {origin} ended before the response was complete"),
      Fault(
        name: "chunked without an end, open",
        steps: [.text(head("Transfer-Encoding: chunked") + "\(size)\r\n\(body)\r\n")],
        reason: "{origin} sent no data for 150 ms", idle: .milliseconds(150)),
      Fault(
        name: "damaged gzip", steps: gzip(flipped),
        reason: "the compressed response from {origin} is damaged or truncated"),
      Fault(
        name: "cut gzip", steps: gzip(Array(packed.dropLast(1))),
        reason: "the compressed response from {origin} is damaged or truncated"),
      Fault(
        name: "web page", steps: .response(200, ["Content-Type: application/json"], "\r\n <html>sign in</html>"),
        reason: "HTTP 200, but the response is a web page, not JSON"),
      Fault(name: "nothing", steps: .response(200, [], ""), reason: "HTTP 200, but the answer is not JSON"),
      Fault(
        name: "text after the end", steps: .response(200, [], body + "{}"),
        reason: "HTTP 200, but the answer is not JSON"
      ),
      Fault(
        name: "fewer rows declared", steps: .response(200, [], rows(8, declared: 7)),
        reason: "the response declares 7 records but contains 8"),
      Fault(
        name: "closed before the answer", steps: [.close], kind: .unavailable, scope: .source,
        reason: "{origin} closed the connection without a response",
        advice: "the source keeps failing; rerun later to resume"),
      Fault(
        name: "empty window that was cut short",
        steps: [
          .text([ScriptedServer.Step].head(404, ["Content-Length: 500"]) + #"{"code":"404","msg":"nothing"}"#), .close,
        ],
        reason: "the connection to {origin} ended before the response was complete"),
    ]
  }()

  @Test(arguments: faults)
  func `a faulty body is requested again and never accepted`(_ fault: Fault) async throws {
    let server = try await ScriptedServer.start(fault.steps)
    let fetch = TestFetch {
      $0.baseURL = server.url
      $0.retry = RetryPolicy(tries: fault.tries, firstDelay: .seconds(1))
      $0.rules = [TestSource.rule([404], "nothing", .empty)]
      $0.timeouts = Timeouts(connect: .seconds(60), idle: fault.idle, total: .seconds(60))
    }
    let error = try await HTTPTransportTests.withTransport { transport in
      let source = try fetch.source(transport)
      return try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    }
    #expect(
      error.description
        == "cannot fetch \(ReportClientTests.window): \(fault.reason.replacing("{origin}", with: server.url)) (\(fault.tries) tries); \(fault.advice)"
    )
    #expect(error.kind == fault.kind)
    #expect(error.scope == fault.scope)
    #expect(server.requests.count == fault.tries)
    #expect(fetch.clock.sleeps == [.milliseconds(500)])
    try await server.stop()
  }

  @Test(arguments: faults)
  func `after a fault the complete response is accepted`(_ fault: Fault) async throws {
    let server = try await ScriptedServer.start(fault.steps, .response(200, [], rows(8)))
    let fetch = TestFetch {
      $0.baseURL = server.url
      $0.timeouts = Timeouts(connect: .seconds(60), idle: fault.idle, total: .seconds(60))
    }
    try await HTTPTransportTests.withTransport { transport in
      let source = try fetch.source(transport)
      guard case .rows(let receipt) = try await fetch.fetch(source) else { throw Unexpected() }
      #expect(receipt.rows == 8)
      #expect(await source.counts.calls == 2)
    }
    try await server.stop()
  }

  @Test func `a redirect to another host is not followed and gets no secret`() async throws {
    let elsewhere = try await ScriptedServer.start(.response(200, [], rows(1)))
    let server = try await ScriptedServer.start(.response(302, ["Location: \(elsewhere.url)/calls"]))
    let fetch = TestFetch { $0.baseURL = server.url }
    let error = try await HTTPTransportTests.withTransport { transport in
      let source = try fetch.source(transport)
      return try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    }
    #expect(
      error.reason == "\(server.url) redirects to \(elsewhere.url); redirects to other hosts are not followed")
    #expect(error.kind == .configuration)
    #expect(server.requests.count == 1)
    #expect(elsewhere.requests.isEmpty)
    try await server.stop()
    try await elsewhere.stop()
  }

  @Test func `a redirect within the host is followed with the secret`() async throws {
    let server = try await ScriptedServer.start(.response(307, ["Location: /v2/calls"]), .response(200, [], rows(1)))
    let fetch = TestFetch { $0.baseURL = server.url }
    try await HTTPTransportTests.withTransport { transport in
      guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    }
    #expect(server.requests.count == 2)
    #expect(server.requests.allSatisfy { $0.contains("x-token: s3cret-token-42\r\n") })
    try await server.stop()
  }
}
