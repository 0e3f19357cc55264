import ConfigurationFiles
import Foundation
import Sandbox
import Testing

@Suite struct `Faults on demand` {
  static let target = "/calls/reports.php?api=mails&ini=20260101000000&end=20260101235959"

  @Test func `a plan of faults is deterministic`() {
    let listed = SandboxFaults.responses([2: .html, 5: .cutBody])
    #expect((1...5).map { listed.fault(ofResponse: $0) } == [nil, .html, nil, nil, .cutBody])
    let periodic = SandboxFaults.every(2, [.html, .stall])
    #expect((1...6).map { periodic.fault(ofResponse: $0) } == [nil, .html, nil, .stall, nil, .html])
    let random = SandboxFaults.random(seed: 1, share: 0.25, [.html, .stall])
    let faults = (1...1_000).map { random.fault(ofResponse: $0) }
    #expect(faults == (1...1_000).map { random.fault(ofResponse: $0) })
    #expect((200...300).contains(faults.compactMap { $0 }.count))
    #expect(Set(faults.compactMap { $0 }) == [.html, .stall])
    #expect(SandboxFaults.none.fault(ofResponse: 1) == nil)
  }

  @Test(arguments: [
    (SandboxFault.verdict(.quota), 403, #"{"code":"403","msg":"TOKEN LIMIT EXCEEDED"}"#),
    (.verdict(.busy), 403, #"{"code":"403","msg":"EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS"}"#),
    (.verdict(.resting), 503, #"{"code":"503","msg":"a requested fault"}"#),
    (.status(503, retryAfter: "7"), 503, "a requested fault\n"),
    (.html, 200, "<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>\n"),
  ])
  func `a response is replaced`(fault: SandboxFault, status: Int, body: String) async throws {
    try await withSandbox(options: SandboxOptions(faults: .responses([1: fault]))) { client in
      let bad = try await client.send(Self.target)
      #expect(bad.status == status)
      #expect(bad.body == body)
      if case .status = fault { #expect(bad.headers["retry-after"] == "7") }
      #expect(try await client.send(Self.target).status == 200)
    }
  }

  @Test(arguments: [SandboxFault.cutBody, .shortBody])
  func `a connection closes before the response has ended`(fault: SandboxFault) async throws {
    try await withSandbox(options: SandboxOptions(faults: .responses([1: fault]))) { client in
      let bad = try await client.head(Self.target)
      #expect(bad.status == 200)
      await #expect(throws: (any Error).self) { _ = try await bad.body() }
      #expect(try await client.send(Self.target).status == 200)
    }
  }

  @Test func `a response has a hidden fault`() async throws {
    let faults: [SandboxFault] = [.wrongCount, .lateFailure, .trailingText, .delay(.milliseconds(1))]
    let options = SandboxOptions(rowsPerDay: 40, dailyVariation: 0, faults: .every(2, faults))
    try await withSandbox(options: options) { client in
      let good = try await client.send(Self.target).body
      #expect(good.hasPrefix(#"{"code":"200","msg":"40 records were found","data":[{"date":"#))
      let wrongCount = try await client.send(Self.target).body
      #expect(wrongCount == good.replacing("40 records were", with: "41 records were"))
      _ = try await client.send(Self.target)
      let lateFailure = try await client.send(Self.target).body
      #expect(lateFailure == good.replacing(#""code":"200","#, with: "").dropLast() + #","code":"500"}"#)
      _ = try await client.send(Self.target)
      #expect(try await client.send(Self.target).body == good + "\n<!-- served in 0.1 s -->\n")
      _ = try await client.send(Self.target)
      #expect(try await client.send(Self.target).body == good)
    }
  }

  @Test func `a stalled response sends half and holds the token until the client disconnects`() async throws {
    try await withSandbox(options: SandboxOptions(rowsPerDay: 40, faults: .responses([1: .stall]))) { client in
      let received = try await client.head(Self.target).body(upTo: #"{"cut":"he"#)
      #expect(received.hasPrefix(#"{"code":"200","msg":"#) && received.hasSuffix(#"{"cut":"he"#))
      #expect(received.split(separator: #"{"date":"#).count > 10)
      // The client has gone; as soon as the server hears of it, the token is free.
      var status = 403
      for _ in 0..<10_000 where status == 403 { status = try await client.send(Self.target).status }
      #expect(status == 200)
    }
  }
}
