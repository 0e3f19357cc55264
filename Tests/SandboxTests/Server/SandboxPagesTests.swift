import ConfigurationFiles
import Foundation
import Records
import Sandbox
import Testing

/// Tests that the sandbox has pages as described in the catalog, and accepts all kinds of requests and authentication.
struct SandboxPagesTests {
  static let catalog = """
    system: acme
    base_url: https://api.acme.example
    secrets: { id: {}, secret: {}, key: {} }
    auth:
      - login:
          basic: { username: "{id}", password: "{secret}" }
          request: { path: /oauth/token, form: { grant_type: client_credentials, scope: "{id}" } }
          token_path: access_token
      - { query: api_key, value: "{key}" }
      - { basic: { username: "{key}" } }
    window: { format: yyyyMMdd, zone: range }
    envelope: { records: data, message: message }
    paging: { by: number, size: 40, total: meta.total }
    reports:
      numbered:
        request: { path: /numbered, query: { day: "{window.start}", page: "{page.number}", size: "{page.size}" } }
        grain: event
        fields: { id: { sample: { like: id } } }
      flagged:
        request: { method: POST, path: /flagged, body: { day: "{window.start}", page: { skip: "{page.offset}", take: 30 } } }
        paging: { by: offset, size: 30, more: { at: has_more, any_of: [true] } }
        grain: event
        fields: { id: { sample: { like: id } } }
      cursored:
        request: { method: POST, path: /cursored, form: { day: "{window.start}", after: "{page.cursor}" } }
        paging: { by: cursor, at: meta.next }
        grain: event
        fields: { id: { sample: { like: id } } }
      linked:
        request: { path: /linked, query: { day: "{window.start}" } }
        paging: { by: link, at: next }
        grain: event
        fields: { id: { sample: { like: id } } }

    """

  static let options = SandboxOptions(rowsPerDay: 250, dailyVariation: 0)

  private func withPages(_ body: (SandboxClient) async throws -> Void) async throws {
    let system = try CatalogSystem(yaml: SandboxPagesTests.catalog, path: "acme.yaml")
    try await withSandbox([system], options: SandboxPagesTests.options, body)
  }

  private func ids(_ response: SandboxClient.Response) throws -> [String] {
    try response.records("data").map { try #require($0["id"] as? String) }
  }

  private func member(_ response: SandboxClient.Response, _ path: String...) throws -> Any? {
    let document = try JSONSerialization.jsonObject(with: Data(response.body.utf8))
    return path.reduce(document as Any?) { ($0 as? [String: Any])?[$1] }
  }

  @Test func `numbered pages contain all rows, and each declares the total`() async throws {
    try await withPages { client in
      var found: [String] = []
      for page in 1...8 {
        let response = try await client.send("/acme/numbered?day=20260101&page=\(page)&size=40&api_key=k", headers: [:])
        #expect(response.status == 200)
        #expect(try member(response, "meta", "total") as? Int == 250)
        let page = try ids(response)
        #expect(page.count == min(40, 250 - found.count))
        found += page
      }
      #expect(found.count == 250)
      #expect(Set(found).count == 250)
      for page in ["9223372036854775807", "-9223372036854775808", "x"] {
        let response = try await client.send("/acme/numbered?day=20260101&page=\(page)&size=40&api_key=k", headers: [:])
        #expect(response.status == 400)
      }
      let before = try await client.send("/acme/numbered?day=20260101&page=0&size=40&api_key=k", headers: [:])
      #expect(before.status == 400)
    }
  }

  @Test func `an offset in a JSON body works with a flag for more pages`() async throws {
    try await withPages { client in
      func page(_ skip: String, _ take: String = "30") async throws -> SandboxClient.Response {
        try await client.send(
          "/acme/flagged?api_key=k", method: "POST", headers: [:],
          body: #"{"day":"20260101","page":{"skip":\#(skip),"take":\#(take)}}"#)
      }
      let first = try await page("0")
      #expect(try ids(first).count == 30)
      #expect(try member(first, "has_more") as? Bool == true)
      let last = try await page(#""240""#)
      #expect(try ids(last).count == 10)
      #expect(try member(last, "has_more") as? Bool == false)
      #expect(try await page("0", "31").status == 400)
      #expect(try await page("-1").status == 400)
    }
  }

  @Test func `a cursor in a form selects the next page, and no cursor the first`() async throws {
    try await withPages { client in
      var found: [String] = []
      var cursor = ""
      for _ in 1...3 {
        let response = try await client.send(
          "/acme/cursored?api_key=k", method: "POST", headers: [:],
          body: "day=20260101\(cursor.isEmpty ? "" : "&after=\(cursor)")")
        found += try ids(response)
        cursor = try member(response, "meta", "next") as? String ?? ""
      }
      #expect(found.count == 250)
      #expect(Set(found).count == 250)
      #expect(cursor.isEmpty)
      let wrong = try await client.send(
        "/acme/cursored?api_key=k", method: "POST", headers: [:], body: "day=20260101&after=nowhere")
      #expect(wrong.status == 400)
      #expect(try member(wrong, "message") as? String == "the page is not one that a response links to")
    }
  }

  @Test func `a link is an absolute URL on the same server`() async throws {
    try await withPages { client in
      var target = "/acme/linked?day=20260101&api_key=k"
      var counts: [Int] = []
      while counts.count < 5 {
        let response = try await client.send(target, headers: [:])
        counts.append(try ids(response).count)
        guard let link = try member(response, "next") as? String else { break }
        #expect(link.hasPrefix(client.address.url + "/acme/linked?day=20260101&"))
        target = String(link.dropFirst(client.address.url.count))
      }
      #expect(counts == [100, 100, 50])
    }
  }

  @Test func `user name and password are read from their header, by requests and logins`() async throws {
    func basic(_ text: String) -> [String: String] {
      ["Authorization": "Basic \(Data(text.utf8).base64EncodedString())"]
    }
    let form = "grant_type=client_credentials&scope=me"
    try await withPages { client in
      let target = "/acme/numbered?day=20260101&page=1&size=40"
      #expect(try await client.send(target, headers: basic("k3y:")).status == 200)
      #expect(try await client.send(target, headers: [:]).status == 401)
      #expect(try await client.send("/acme/oauth/token", method: "POST", headers: [:], body: form).status == 401)
      let login = try await client.send("/acme/oauth/token", method: "POST", headers: basic("me:pw"), body: form)
      #expect(login.status == 200)
      let token = try #require(try member(login, "access_token") as? String)
      #expect(try await client.send(target, headers: ["Authorization": "Bearer \(token)"]).status == 200)
      #expect(
        try await client.send("/acme/oauth/token", method: "POST", headers: basic("me:pw"), body: "grant_type=x").status
          == 401)
    }
  }
}
