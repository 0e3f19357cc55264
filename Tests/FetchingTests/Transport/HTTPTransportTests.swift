import ConfigurationFiles
import Fetching
import NIOCore
import NIOPosix
import NIOSSL
import Records
import SystemPackage
import Testing

/// Tests responses over a real socket: every way in which a response can be incomplete is an error with a clear
/// message.
struct HTTPTransportTests {
  static let timeouts = Timeouts(connect: .seconds(60), idle: .seconds(60), total: .seconds(60))

  static func withTransport<Result>(
    _ options: TransportOptions = TransportOptions(version: "1.2.3"), _ body: (HTTPTransport) async throws -> Result
  ) async throws -> Result {
    let transport = try HTTPTransport(options)
    do {
      let result = try await body(transport)
      await transport.shutdown()
      return result
    } catch {
      await transport.shutdown()
      throw error
    }
  }

  static func text(
    _ url: String, method: String = "GET", body: [UInt8] = [], timeouts: Timeouts = timeouts,
    options: TransportOptions = TransportOptions(version: "1.2.3")
  ) async throws -> String {
    try await withTransport(options) { transport in
      let response = try await transport.send(OutgoingRequest(method: method, url: url, body: body), timeouts: timeouts)
      var bytes: [UInt8] = []
      for try await block in response.body { bytes += block }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test func `a request arrives with its URL and headers, plus only agent and encodings`()
    async throws
  {
    let server = try await ScriptedServer.start(.response(200, [], "hello"))
    let text = try await HTTPTransportTests.withTransport { transport in
      let request = OutgoingRequest(
        method: "GET", url: "\(server.url)/a%2Fb?group=%25Y-%25m&x=1",
        headers: [("x-token", "secret"), ("Accept", "application/json")])
      let response = try await transport.send(request, timeouts: HTTPTransportTests.timeouts)
      #expect(response.status == 200)
      #expect(response.headers["content-length"] == "5")
      var bytes: [UInt8] = []
      for try await block in response.body { bytes += block }
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(text == "hello")
    let lines = server.requests[0].split(separator: "\r\n").sorted()
    #expect(
      lines == [
        "Accept-Encoding: gzip", "Accept: application/json", "GET /a%2Fb?group=%25Y-%25m&x=1 HTTP/1.1",
        "User-Agent: tidemark/1.2.3", "host: 127.0.0.1:\(server.port)", "x-token: secret",
      ])
    try await server.stop()
  }

  @Test func `a body is posted with its length`() async throws {
    let server = try await ScriptedServer.start(.response(200, [], "ok"))
    #expect(try await HTTPTransportTests.text("\(server.url)/login", method: "POST", body: Array("{}".utf8)) == "ok")
    #expect(server.requests[0].hasPrefix("POST /login HTTP/1.1\r\n"))
    #expect(server.requests[0].contains("Content-Length: 2\r\n"))
    #expect(server.requests[0].hasSuffix("\r\n\r\n{}"))
    try await server.stop()
  }

  @Test(arguments: ["gzip", "GZIP", "x-gzip", "identity, gzip"])
  func `gzip is decompressed while streaming`(_ encoding: String) async throws {
    let packed = Gzip.compress(Array(String(repeating: "tide ", count: 100_000).utf8))
    let server = try await ScriptedServer.start([
      .text([ScriptedServer.Step].head(200, ["Content-Encoding: \(encoding)", "Content-Length: \(packed.count)"])),
      .send(packed),
    ])
    #expect(try await HTTPTransportTests.text(server.url) == String(repeating: "tide ", count: 100_000))
    try await server.stop()
  }

  @Test func `a small body that expands beyond what a report does is an error`() async throws {
    let packed = Gzip.compress([UInt8](repeating: 0, count: 100_000_000))
    let server = try await ScriptedServer.start([
      .text([ScriptedServer.Step].head(200, ["Content-Encoding: gzip", "Content-Length: \(packed.count)"])),
      .send(packed),
    ])
    let (total, error) = try await HTTPTransportTests.withTransport { transport in
      let response = try await transport.send(
        OutgoingRequest(method: "GET", url: server.url), timeouts: HTTPTransportTests.timeouts)
      var total = 0
      let error = await #expect(throws: TransportError.self) {
        for try await block in response.body { total += block.count }
      }
      return (total, error)
    }
    #expect(
      error
        == TransportError(
          .absurd, "the compressed response from \(server.url) expands to more than 64 MiB, 300 times its size or more")
    )
    #expect(total <= 64 << 20)
    try await server.stop()
  }

  @Test func `a small body that expands to 60 MB is read in blocks of at most 64 KiB`() async throws {
    let size = 60_000_000
    let packed = Gzip.compress([UInt8](repeating: 0, count: size))
    #expect(packed.count < 100_000)
    let server = try await ScriptedServer.start([
      .text([ScriptedServer.Step].head(200, ["Content-Encoding: gzip", "Content-Length: \(packed.count)"])),
      .send(packed),
    ])
    let (total, largest) = try await HTTPTransportTests.withTransport { transport in
      let response = try await transport.send(
        OutgoingRequest(method: "GET", url: server.url), timeouts: HTTPTransportTests.timeouts)
      var total = 0
      var largest = 0
      for try await block in response.body {
        total += block.count
        largest = max(largest, block.count)
      }
      return (total, largest)
    }
    #expect(total == size)
    #expect(largest <= 64 * 1_024)
    try await server.stop()
  }

  @Test(arguments: [204, 304])
  func `a response without a body may declare that it is compressed`(_ status: Int) async throws {
    let server = try await ScriptedServer.start([
      .text([ScriptedServer.Step].head(status, ["Content-Encoding: gzip"]))
    ])
    #expect(try await HTTPTransportTests.text(server.url) == "")
    try await server.stop()
  }

  @Test func `many small chunks arrive as few blocks`() async throws {
    let piece = String(repeating: "x", count: 1_000)
    let chunks = String(repeating: "3e8\r\n\(piece)\r\n", count: 1_000) + "0\r\n\r\n"
    let server = try await ScriptedServer.start([
      .text([ScriptedServer.Step].head(200, ["Transfer-Encoding: chunked"]) + chunks)
    ])
    let sizes = try await HTTPTransportTests.withTransport { transport in
      let response = try await transport.send(
        OutgoingRequest(method: "GET", url: server.url), timeouts: HTTPTransportTests.timeouts)
      var sizes: [Int] = []
      for try await block in response.body { sizes.append(block.count) }
      return sizes
    }
    #expect(sizes.reduce(0, +) == 1_000_000)
    #expect(sizes.count <= 16)
    try await server.stop()
  }

  struct Fault: CustomTestStringConvertible, Sendable {
    var name: String
    var steps: [ScriptedServer.Step]
    var kind: TransportError.Kind
    /// `{origin}` is replaced by the server's origin.
    var message: String
    var idle = Duration.seconds(60)
    var total = Duration.seconds(60)
    var testDescription: String { name }
  }

  static let faults: [Fault] = {
    let packed = Gzip.compress(Array(String(repeating: "0123456789", count: 5_000).utf8))
    var flipped = packed
    flipped[packed.count / 2] ^= 0xFF
    let gzipHead = { (length: Int) in
      ScriptedServer.Step.text(
        [ScriptedServer.Step].head(200, ["Content-Encoding: gzip", "Content-Length: \(length)"]))
    }
    return [
      Fault(
        name: "short content-length",
        steps: [.text([ScriptedServer.Step].head(200, ["Content-Length: 100"]) + "[1,2"), .close],
        kind: .cut, message: "the connection to {origin} ended before the response was complete"),
      Fault(
        name: "chunked without an end, closed",
        steps: [.text([ScriptedServer.Step].head(200, ["Transfer-Encoding: chunked"]) + "4\r\n[1,2\r\n"), .close],
        kind: .cut,
        message: "the connection to {origin} ended before the response was complete"),
      Fault(
        name: "chunked without an end, open",
        steps: [.text([ScriptedServer.Step].head(200, ["Transfer-Encoding: chunked"]) + "4\r\n[1,2\r\n")],
        kind: .silent, message: "{origin} sent no data for 150 ms",
        idle: .milliseconds(150)),
      Fault(
        name: "invalid chunk size",
        steps: [
          .text([ScriptedServer.Step].head(200, ["Transfer-Encoding: chunked"]) + "4\r\n[1,2\r\nzz\r\n"), .close,
        ], kind: .garbled,
        message: "the response from {origin} has damaged framing"),
      Fault(
        name: "truncated gzip, right length", steps: [gzipHead(packed.count - 9), .send(Array(packed.dropLast(9)))],
        kind: .garbled,
        message: "the compressed response from {origin} is damaged or truncated"),
      Fault(
        name: "gzip without its trailer", steps: [gzipHead(packed.count - 8), .send(Array(packed.dropLast(8)))],
        kind: .garbled,
        message: "the compressed response from {origin} is damaged or truncated"),
      Fault(
        name: "damaged gzip", steps: [gzipHead(packed.count), .send(flipped)], kind: .garbled,
        message: "the compressed response from {origin} is damaged or truncated"),
      Fault(
        name: "gzip with something after it", steps: [gzipHead(packed.count + 3), .send(packed + [1, 2, 3])],
        kind: .garbled,
        message: "the compressed response from {origin} is damaged or truncated"),
      Fault(
        name: "gzip without a body", steps: [gzipHead(0)], kind: .garbled,
        message: "the compressed response from {origin} is damaged or truncated"),
      Fault(
        name: "an encoding that was not requested",
        steps: .response(200, ["Content-Encoding: br"], "abc"), kind: .garbled,
        message: "{origin} sent the response encoded as 'br', which was not requested"),
      Fault(
        name: "deflate", steps: .response(200, ["Content-Encoding: Deflate"], "abc"), kind: .garbled,
        message: "{origin} sent the response encoded as 'deflate', which was not requested"),
      Fault(
        name: "gzip applied twice", steps: .response(200, ["Content-Encoding: gzip, gzip"], "abc"), kind: .garbled,
        message: "{origin} sent the response encoded as 'gzip, gzip', which was not requested"),
      Fault(
        name: "closed before the head", steps: [.close], kind: .dropped,
        message: "{origin} closed the connection without a response"),
      Fault(
        name: "closed within the head", steps: [.text("HTTP/1.1 200 OK\r\nContent-Le"), .close], kind: .dropped,
        message: "{origin} closed the connection without a response"),
      Fault(
        name: "silent before the head", steps: [], kind: .silent, message: "{origin} sent no data for 40 ms",
        idle: .milliseconds(40)),
      Fault(
        name: "not HTTP", steps: [.text("220 mail.example.com ESMTP\r\n\r\n"), .close], kind: .garbled,
        message: "{origin} did not respond with HTTP"),
      Fault(
        name: "drips for too long",
        steps: [.text([ScriptedServer.Step].head(200, ["Transfer-Encoding: chunked"]))]
          + (0..<20).flatMap { _ in [.pause(.milliseconds(15)), .text("1\r\n1\r\n")] }, kind: .late,
        message: "{origin} did not complete its response within 50 ms", total: .milliseconds(50)),
      Fault(
        name: "redirect to another port", steps: .response(302, ["Location: http://127.0.0.1:9/elsewhere?token=x"]),
        kind: .redirected,
        message: "{origin} redirects to http://127.0.0.1:9; redirects to other hosts are not followed"),
      Fault(
        name: "redirect to another scheme", steps: .response(301, ["Location: https://127.0.0.1/"]), kind: .redirected,
        message: "{origin} redirects to https://127.0.0.1; redirects to other hosts are not followed"),
      Fault(
        name: "redirect to no web address", steps: .response(307, ["Location: ftp://127.0.0.1/"]), kind: .redirected,
        message: "{origin} redirects to an invalid URL"),
      Fault(
        name: "redirects in a circle", steps: .response(302, ["Location: /again"]), kind: .redirected,
        message: "{origin} redirects more than 5 times"),
    ]
  }()

  @Test(arguments: faults)
  func `every fault of a response is an error`(_ fault: Fault) async throws {
    let server = try await ScriptedServer.start(fault.steps)
    let timeouts = Timeouts(connect: .seconds(60), idle: fault.idle, total: fault.total)
    let error = await #expect(throws: TransportError.self) {
      _ = try await HTTPTransportTests.text(server.url, timeouts: timeouts)
    }
    #expect(error?.kind == fault.kind)
    #expect(error?.description == fault.message.replacing("{origin}", with: server.url))
    try await server.stop()
  }

  @Test func `what arrived before a truncation is delivered before the error`() async throws {
    let head = [ScriptedServer.Step].head(200, ["Content-Length: 100"])
    let server = try await ScriptedServer.start([.text(head + "[1,2"), .close])
    let blocks = try await HTTPTransportTests.withTransport { transport in
      let response = try await transport.send(
        OutgoingRequest(method: "GET", url: server.url), timeouts: HTTPTransportTests.timeouts)
      var blocks: [[UInt8]] = []
      let error = await #expect(throws: TransportError.self) {
        for try await block in response.body { blocks.append(block) }
      }
      #expect(error?.kind == .cut)
      return blocks
    }
    #expect(blocks == [Array("[1,2".utf8)])
    try await server.stop()
  }

  /// The client below takes such a head for an interim response, and stops the process at its end.
  @Test(arguments: ["000", "007", "042", "099"])
  func `a status below 100 is an error, whatever follows it`(_ status: String) async throws {
    for steps: [ScriptedServer.Step] in [
      [.text("HTTP/1.1 \(status) Whatever\r\nContent-Length: 2\r\n\r\nok")],
      [.text("HTTP/1.1 \(status) Whatever\r\n\r\n"), .close],
      [
        .text("HTTP/1.1 \(status) Whatever\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      ],
    ] {
      let server = try await ScriptedServer.start(steps)
      let error = await #expect(throws: TransportError.self) { _ = try await HTTPTransportTests.text(server.url) }
      #expect(
        error
          == TransportError(
            .garbled, "\(server.url) sent a response with the invalid HTTP status \(Int(status) ?? -1)"))
      try await server.stop()
    }
  }

  @Test func `bytes left over after a response are not read as the next one`() async throws {
    let extra = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nextra"
    // They come with the response, or after it while the next request is on its way.
    for pause: [ScriptedServer.Step] in [[], [.pause(.milliseconds(20))]] {
      let first: [ScriptedServer.Step] = .response(200, [], "first") + pause + [.text(extra)]
      let server = try await ScriptedServer.start(first, [.pause(.milliseconds(60))] + .response(200, [], "second"))
      let texts = try await HTTPTransportTests.withTransport { transport in
        var texts: [String] = []
        for _ in 0..<2 {
          let response = try await transport.send(
            OutgoingRequest(method: "GET", url: server.url), timeouts: HTTPTransportTests.timeouts)
          var bytes: [UInt8] = []
          for try await block in response.body { bytes += block }
          texts.append(String(decoding: bytes, as: UTF8.self))
        }
        return texts
      }
      #expect(texts == ["first", "second"])
      try await server.stop()
    }
  }

  @Test func `timeouts beyond the range of the clock do not stop the process`() async throws {
    let server = try await ScriptedServer.start(.response(200, [], "hello"))
    let ages = Duration.seconds(Int64.max / 1_000_000)
    let text = try await HTTPTransportTests.text(
      server.url, timeouts: Timeouts(connect: ages, idle: ages, total: ages))
    #expect(text == "hello")
    try await server.stop()
  }

  @Test(arguments: [
    (["Content-Encoding: S3cret-TOKEN-42"], "sent the response encoded as '***', which was not requested"),
    (
      ["Location: http://S3cret-TOKEN-42.evil.test/"],
      "redirects to http://***.evil.test; redirects to other hosts are not followed"
    ),
    (
      ["Location: http://s3cret-token-42.evil.test/"],
      "redirects to http://***.evil.test; redirects to other hosts are not followed"
    ),
  ])
  func `a secret in a header is masked though the header is shown in lower case`(
    _ headers: [String], _ message: String
  ) async throws {
    let isRedirect = headers[0].hasPrefix("Location")
    let server = try await ScriptedServer.start(.response(isRedirect ? 302 : 200, headers, "abc"))
    let error = await #expect(throws: TransportError.self) {
      try await HTTPTransportTests.withTransport { transport in
        var request = OutgoingRequest(method: "GET", url: server.url)
        request.redactor = SecretRedactor(["S3cret-TOKEN-42"])
        _ = try await transport.send(request, timeouts: HTTPTransportTests.timeouts)
      }
    }
    #expect(error?.description == "\(server.url) \(message)")
    try await server.stop()
  }

  @Test func `a redirect within the same origin is followed`() async throws {
    let server = try await ScriptedServer.start(.response(302, ["Location: /moved?x=1"]), .response(200, [], "here"))
    #expect(try await HTTPTransportTests.text("\(server.url)/first") == "here")
    #expect(server.requests.map { $0.prefix { $0 != "\r\n" } } == ["GET /first HTTP/1.1", "GET /moved?x=1 HTTP/1.1"])
    try await server.stop()
  }

  @Test func `a posted body is not forwarded by a redirect to GET`() async throws {
    let server = try await ScriptedServer.start(.response(302, ["Location: /moved"]))
    await #expect(throws: TransportError(.redirected, "\(server.url) redirects a POST request (HTTP 302)")) {
      try await HTTPTransportTests.text("\(server.url)/login", method: "POST", body: [1])
    }
    #expect(server.requests.count == 1)
    try await server.stop()
  }

  @Test func `a closed port has a clear message`() async throws {
    let server = try await ScriptedServer.start([])
    let url = server.url
    try await server.stop()
    await #expect(throws: TransportError(.unreachable, "cannot reach \(url): connection refused")) {
      try await HTTPTransportTests.text(url)
    }
  }

  @Test func `an unknown host name has a clear message`() async throws {
    let error = await #expect(throws: TransportError.self) {
      _ = try await HTTPTransportTests.text("http://no-such-host.invalid/x")
    }
    #expect(error?.kind == .unreachable)
    #expect(
      error?.description.hasPrefix(
        "cannot reach http://no-such-host.invalid: cannot resolve the name 'no-such-host.invalid'")
        == true)
  }

  @Test(arguments: ["ftp://127.0.0.1/", "no address"])
  func `an invalid URL has a clear message`(_ url: String) async throws {
    let error = await #expect(throws: TransportError.self) { _ = try await HTTPTransportTests.text(url) }
    #expect(error?.kind == .misconfigured)
  }

  @Test func `an invalid header is reported without its value`() async throws {
    let server = try await ScriptedServer.start([])
    let error = await #expect(throws: TransportError.self) {
      try await HTTPTransportTests.withTransport { transport in
        let request = OutgoingRequest(method: "GET", url: server.url, headers: [("x-token", "secret\nvalue")])
        _ = try await transport.send(request, timeouts: HTTPTransportTests.timeouts)
      }
    }
    #expect(
      error?.description
        == "a header for \(server.url) has a character that HTTP does not allow; check the secrets for line breaks")
    try await server.stop()
  }

  @Test func `canceling ends a wait immediately`() async throws {
    let server = try await ScriptedServer.start([])
    let url = server.url
    let task = Task {
      try await HTTPTransportTests.text(
        url, timeouts: Timeouts(connect: .seconds(60), idle: .seconds(60), total: .seconds(60)))
    }
    while server.requests.isEmpty { await Task.yield() }
    task.cancel()
    let error = await #expect(throws: TransportError.self) { try await task.value }
    #expect(error?.kind == .cancelled)
    try await server.stop()
  }

  @Test func `canceling ends a body immediately`() async throws {
    let server = try await ScriptedServer.start([
      .text([ScriptedServer.Step].head(200, ["Content-Length: 100"]) + "[1,2")
    ])
    let url = server.url
    let task = Task {
      try await HTTPTransportTests.text(
        url, timeouts: Timeouts(connect: .seconds(60), idle: .seconds(60), total: .seconds(60)))
    }
    while server.requests.isEmpty { await Task.yield() }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    try await server.stop()
  }

  @Test(arguments: [TLSVersion.tlsv1, .tlsv11])
  func `a server without TLS 1.2 is rejected`(_ version: TLSVersion) async throws {
    let certificate = try TestCertificate()
    let server = try await ScriptedServer.start(.response(200, [], "old"), secure: certificate, tls: version)
    let options = TransportOptions(
      version: "1", certificateAuthorities: CertificateAuthorities(path: "ca.pem", pem: certificate.certificate))
    let error = await #expect(throws: TransportError.self) {
      try await HTTPTransportTests.text(server.url, options: options)
    }
    #expect(error?.kind == .untrusted)
    #expect(
      error?.description == "cannot establish a secure connection to \(server.url); TLS 1.2 or later is required")
    #expect(server.requests.isEmpty)
    try await server.stop()
  }

  @Test func `a certificate is trusted only if its authority is`() async throws {
    let certificate = try TestCertificate()
    let server = try await ScriptedServer.start(.response(200, [], "safe"), secure: certificate)
    await #expect(throws: TransportError(.untrusted, "the certificate of \(server.url) is not trusted")) {
      try await HTTPTransportTests.text(server.url)
    }
    let trusting = TransportOptions(
      version: "1", certificateAuthorities: CertificateAuthorities(path: "ca.pem", pem: certificate.certificate))
    #expect(try await HTTPTransportTests.text(server.url, options: trusting) == "safe")
    // The name counts too: the certificate is for localhost, not for the address.
    let byAddress = server.url.replacing("localhost", with: "127.0.0.1")
    let error = await #expect(throws: TransportError.self) {
      _ = try await HTTPTransportTests.text(byAddress, options: trusting)
    }
    #expect(error?.kind == .untrusted)
    try await server.stop()
  }

  @Test func `an invalid file of certificate authorities is reported`() throws {
    #expect(
      throws: TransportError(
        .misconfigured, "cannot read the certificate authorities in ca.pem: not a PEM file")
    ) {
      let authorities = CertificateAuthorities(path: "ca.pem", pem: "certificate")
      return try HTTPTransport(TransportOptions(version: "1", certificateAuthorities: authorities))
    }
  }
}
