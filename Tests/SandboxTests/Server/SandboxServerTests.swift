import ConfigurationFiles
import Foundation
import Records
import Sandbox
import Synchronization
import Testing

@Suite struct `A sandbox over a socket` {
  static let day = "ini=20260101000000&end=20260101235959"
  static let utcDay = "startDate=2026-01-01T00:00:00.000Z&endDate=2026-01-01T23:59:59.999Z"

  func texts(_ rows: [[UInt8]]) -> [String] { rows.map { String(decoding: $0, as: UTF8.self) } }

  @Test func `a response has the vendor's envelope and exactly the rows of the window`() async throws {
    let options = SandboxOptions(rowsPerDay: 120)
    let rows = TestSystems.calls.data("transfers", options).rows(in: span("2026-01-01T00:00:00", "2026-01-02T00:00:00"))
    try await withSandbox(options: options) { client in
      let response = try await client.send("/calls/reports.php?api=transfers&\(Self.day)")
      #expect(response.status == 200)
      #expect(response.headers["content-type"] == "application/json; charset=utf-8")
      #expect(response.headers["transfer-encoding"] == "chunked")
      let records = texts(rows).joined(separator: ",")
      #expect(response.body == #"{"code":"200","msg":"\#(rows.count) records were found","data":[\#(records)]}"#)
    }
  }

  @Test func `an inclusive end belongs to the window, the second after it does not`() async throws {
    // Two events a second all day, so that each second has some.
    let options = SandboxOptions(rowsPerDay: 1_000_000)
    try await withSandbox(options: options) { client in
      let second = try await client.send("/calls/reports.php?api=transfers&ini=20260101120000&end=20260101120000")
      let dates = try second.records("data").map { $0["date"] as? String }
      #expect(!dates.isEmpty && dates.allSatisfy { $0 == "2026-01-01 12:00:00" })
      let two = try await client.send("/calls/reports.php?api=transfers&ini=20260101120000&end=20260101120001")
      #expect(try Set(two.records("data").map { $0["date"] as? String }).count == 2)
      let reversed = try await client.send("/calls/reports.php?api=transfers&ini=20260101120002&end=20260101120000")
      #expect(reversed.status == 400)
    }
  }

  @Test func `a custom vendor is served: POST, epoch seconds, an exclusive end, no token`() async throws {
    let rows = TestSystems.meters.data("readings").rows(in: span("2026-01-01T00:00:00", "2026-01-01T12:00:00"))
    try await withSandbox { client in
      let response = try await client.send(
        "/meters/v3/readings", method: "POST", headers: [:], body: #"{"since":"1767225600","until":"1767268800"}"#)
      #expect(response.status == 200)
      #expect(response.body == #"{"meta":{"n":\#(rows.count)},"rows":[\#(texts(rows).joined(separator: ","))]}"#)
      let empty = try await client.send(
        "/meters/v3/readings", method: "POST", headers: [:], body: #"{"since":"1767225600","until":"1767225600"}"#)
      #expect(empty.status == 400)
      let wrong = try await client.send("/meters/v3/readings")
      #expect(wrong.status == 405)
      #expect(wrong.body == "{\"message\":\"this path expects POST, found GET\"}\n")
    }
  }

  @Test func `nested records, response-level values and bare arrays are where the catalog has them`() async throws {
    let bearer = ["Authorization": "Bearer mine"]
    try await withSandbox { client in
      let operators = try await client.send("/chats/api/acme/operators?\(Self.utcDay)", headers: bearer)
      #expect(operators.body.hasPrefix(#"{"status":true,"result":{"operators":[{"_id":"5f"#))
      #expect(operators.body.firstMatch(of: /\}\]\},"queryPending":\d+\}$/) != nil)
      #expect(try operators.records("result", "operators").count == 12)
      let dashboard = try await client.send(
        "/chats/api/acme/bigquery?group=%25Y-%25m-%25d%20%25H&\(Self.utcDay)", headers: bearer)
      #expect(dashboard.body.hasPrefix(#"[{"date":"2026-01-01 "#) && dashboard.body.hasSuffix("}]"))
      let raw = try await client.send("/chats/api/acme/bigquery?group=%Y-%m-%d+%H&\(Self.utcDay)", headers: bearer)
      #expect(raw.body == dashboard.body)
      let data = TestSystems.chats.data("dashboard").rows(
        in: span("2026-01-01T00:00:00", "2026-01-02T00:00:00"),
        parameters: ["codename": "acme", "date_format": "%Y-%m-%d %H"])
      #expect(dashboard.body == "[\(texts(data).joined(separator: ","))]")
    }
  }

  @Test func `a report without rows is acknowledged`() async throws {
    let bearer = ["Authorization": "Bearer mine"]
    try await withSandbox { client in
      let response = try await client.send("/chats/api/acme/export?typeUser=promoter&\(Self.utcDay)", headers: bearer)
      #expect(response.status == 200)
      #expect(response.body == #"{"status":true,"message":"the request was accepted"}"#)
      let unknown = try await client.send("/chats/api/acme/export?typeUser=nobody&\(Self.utcDay)", headers: bearer)
      #expect(unknown.status == 400)
      #expect(unknown.body == #"{"status":false,"message":"type_user is not one of [\"all\", \"promoter\"]"}"#)
    }
  }

  @Test func `the root serves paths of only one system`() async throws {
    var twin = TestSystems.calls
    twin.name = "twin"
    twin.reports.removeAll { $0.name == "mails" }
    try await withSandbox([TestSystems.calls, twin]) { client in
      let named = try await client.send("/calls/reports.php?api=mails&\(Self.day)")
      let root = try await client.send("/reports.php?api=mails&\(Self.day)")
      #expect(root.status == 200 && root.body == named.body)
      let both = try await client.send("/reports.php?api=clicks&\(Self.day)")
      #expect(both.status == 404)
      #expect(
        both.body
          == "{\"message\":\"several systems have this request; put one of /calls, /twin before it\"}\n")
      let index = try await client.send("/")
      #expect(index.body.contains("\(client.address.baseURL(of: "calls"))    The calls API"))
      #expect(index.body.contains("calls/mails    GET /reports.php    Report mails"))
    }
  }

  static let refusals: [(target: String, headers: [String: String], status: Int, body: String)] = [
    ("/calls/reports.php?api=mails&\(day)", [:], 401, #"{"code":"401","msg":"PLEASE ENTER THE TOKEN"}"#),
    (
      "/calls/reports.php?api=mails&\(day)", ["calls-token": ""], 401,
      #"{"code":"401","msg":"PLEASE ENTER THE TOKEN"}"#
    ),
    (
      "/calls/reports.php?api=mails&\(day)", ["calls-token": "bad"], 403,
      #"{"code":"403","msg":"PLEASE VALIDATE TOKEN"}"#
    ),
    (
      "/calls/reports.php?api=other&\(day)", ["calls-token": "t"], 400,
      #"{"code":"400","msg":"THE API DOES NOT EXIST"}"#
    ),
    (
      "/calls/reports.php?api=mails&ini=20260101000000", ["calls-token": "t"], 400,
      #"{"code":"400","msg":"SOME PARAMETERS ARE REQUIRED"}"#
    ),
    (
      "/calls/reports.php?api=mails&ini=2026-01-01&end=2026-01-02", ["calls-token": "t"], 400,
      #"{"code":"400","msg":"SOME PARAMETERS ARE REQUIRED"}"#
    ),
    (
      "/calls/reports.php?api=mails&ini=20260101000000&end=20260201000000", ["calls-token": "t"], 400,
      #"{"code":"400","msg":"the window is longer than 31 days"}"#
    ),
    (
      "/calls/reports.php?api=transfers&ini=20260301000000&end=20260301235959", ["calls-token": "t"], 404,
      #"{"code":"404","msg":"PLEASE VALIDATE THE DATES"}"#
    ),
    (
      "/calls/reports.php?api=channels&ini=20260301000000&end=20260301235959", ["calls-token": "t"], 404,
      #"{"code":"404","msg":"PLEASE VALIDATE THE DATES"}"#
    ),
    ("/chats/api/acme/operators?\(utcDay)", [:], 401, #"{"status":false,"message":"jwt expired"}"#),
    (
      "/chats/api/acme/operators?\(utcDay)", ["Authorization": "Basic x"], 401,
      #"{"status":false,"message":"jwt expired"}"#
    ),
    (
      "/chats/api/acme/operators?\(utcDay)", ["Authorization": "Bearer sandbox-login-1-other"], 401,
      #"{"status":false,"message":"jwt expired"}"#
    ),
    (
      "/chats/api/acme/nothing", ["Authorization": "Bearer t"], 404,
      "{\"message\":\"unknown path /chats/api/acme/nothing; GET / lists the reports\"}\n"
    ),
    ("/chats/api/login", [:], 405, "{\"message\":\"this path expects POST, found GET\"}\n"),
  ]

  @Test func `invalid requests are rejected with the vendor's messages`() async throws {
    let quiet = try #require(CalendarDay("2026-03-01"))
    try await withSandbox(options: SandboxOptions(quietDays: [quiet], refusedTokens: ["bad"])) { client in
      for expected in Self.refusals {
        let response = try await client.send(expected.target, headers: expected.headers)
        #expect(response.status == expected.status, "\(expected.target) \(expected.headers)")
        #expect(response.body == expected.body, "\(expected.target) \(expected.headers)")
      }
    }
  }

  @Test func `an empty window of a system without a rule for it is a success without records`() async throws {
    try await withSandbox(options: SandboxOptions(rowsPerDay: 0)) { client in
      let response = try await client.send(
        "/meters/v3/readings", method: "POST", body: #"{"since":"1767225600","until":"1767268800"}"#)
      #expect(response.status == 200)
      #expect(response.body == #"{"meta":{"n":0},"rows":[]}"#)
    }
  }

  @Test func `rows over the cap are truncated silently`() async throws {
    let options = SandboxOptions(rowsPerDay: 501, dailyVariation: 0)
    let rows = TestSystems.calls.data("mails", options).rows(in: span("2026-01-01T00:00:00", "2026-01-02T00:00:00"))
    #expect(rows.count == 501)
    try await withSandbox(options: options) { client in
      let response = try await client.send("/calls/reports.php?api=mails&\(Self.day)")
      let records = texts(rows.dropLast()).joined(separator: ",")
      #expect(response.body == #"{"code":"200","msg":"500 records were found","data":[\#(records)]}"#)
    }
  }

  @Test func `a login's token works until it has expired`() async throws {
    try await withSandbox(options: SandboxOptions(tokenLifetime: 2, refusedTokens: ["wrong"])) { client in
      let login = { (password: String) in
        try await client.send(
          "/chats/api/login", method: "POST", headers: ["Content-Type": "application/json"],
          body: #"{"username":"ana","password":"\#(password)"}"#)
      }
      for password in ["", "wrong"] {
        let refused = try await login(password)
        #expect(refused.status == 401 && refused.body == #"{"status":false,"message":"jwt expired"}"#)
      }
      var tokens: [String] = []
      for _ in 0..<2 {
        let response = try await login("secret")
        #expect(response.status == 200)
        let token = try #require(response.body.wholeMatch(of: /\{"status":true,"auth":\{"token":"(.+)"\}\}/)?.1)
        tokens.append(String(token))
      }
      #expect(Set(tokens).count == 2)
      for token in tokens {
        for status in [200, 200, 401, 401] {
          let response = try await client.send(
            "/chats/api/acme/operators?\(Self.utcDay)", headers: ["Authorization": "Bearer \(token)"])
          #expect(response.status == status)
          if status == 401 { #expect(response.body == #"{"status":false,"message":"jwt expired"}"#) }
        }
      }
    }
  }

  @Test func `concurrent requests with a token are rejected, and the token is free afterwards`() async throws {
    let target = "/calls/reports.php?api=mails&\(Self.day)"
    try await withSandbox(options: SandboxOptions(faults: .responses([1: .stall]))) { client in
      let first = try await client.head(target)
      #expect(first.status == 200)
      let second = try await client.send(target)
      #expect(second.status == 403)
      #expect(second.body == #"{"code":"403","msg":"EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS"}"#)
      #expect(try await client.send(target, headers: ["calls-token": "another"]).status == 200)
    }
    try await withSandbox { client in
      // Each response is read completely, so the next request never collides with it.
      for _ in 0..<20 {
        let response = try await client.send(target)
        #expect(response.status == 200)
      }
    }
  }

  @Test func `a day's calls are counted per token`() async throws {
    var system = TestSystems.calls
    for index in system.reports.indices { system.reports[index].limits.callsPerDay = 2 }
    let target = "/calls/reports.php?api=clicks&\(Self.day)"
    try await withSandbox([system]) { client in
      #expect(try await client.send(target).status == 200)
      #expect(try await client.send(target).status == 200)
      let spent = try await client.send(target)
      #expect(spent.status == 403)
      #expect(spent.body == #"{"code":"403","msg":"TOKEN LIMIT EXCEEDED"}"#)
      #expect(try await client.send(target, headers: ["calls-token": "another"]).status == 200)
    }
  }

  @Test func `each exchange is reported`() async throws {
    let log = Mutex<[SandboxExchange]>([])
    let options = SandboxOptions(rowsPerDay: 50, dailyVariation: 0) { exchange in log.withLock { $0.append(exchange) } }
    let target = "/calls/reports.php?api=mails&\(Self.day)"
    try await withSandbox(options: options) { client in
      _ = try await client.send(target)
      _ = try await client.send("/calls/no")
    }
    let exchanges = log.withLock { $0 }
    #expect(exchanges.map(\.target) == [target, "/calls/no"])
    #expect(exchanges.map(\.report) == ["calls/mails", nil])
    #expect(exchanges.map(\.status) == [200, 404])
    #expect(exchanges.map(\.rows) == [50, nil])
  }

  @Test func `a port in use is reported`() async throws {
    try await withSandbox { client in
      let taken = SandboxServer(systems: [], options: SandboxOptions(port: client.address.port))
      let error = await #expect(throws: SandboxError.self) { try await taken.whileServing { _ in } }
      #expect(error?.port == client.address.port)
      #expect(error?.description.contains("choose another port, or 0 for a free one") == true)
    }
  }

  @Test func `it serves until its task is canceled`() async throws {
    let (addresses, continuation) = AsyncStream.makeStream(of: SandboxAddress.self)
    let server = SandboxServer(systems: [TestSystems.calls])
    let task = Task { try await server.run { continuation.yield($0) } }
    for await address in addresses {
      let client = SandboxClient(address: address)
      #expect(try await client.send("/").status == 200)
      break
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
