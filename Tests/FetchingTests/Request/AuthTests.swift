import ConfigurationFiles
import Fetching
import Foundation
import Testing

/// Tests ways to authenticate, as they are sent and as they are shown.
struct AuthTests {
  static let credentials = BasicCredentials(
    username: TestSource.template("{id}"), password: TestSource.template("{secret}"))
  static let secrets = ["id": "client-42", "secret": "pässword-of-42"]
  static var basic: String { "Basic " + Data("client-42:pässword-of-42".utf8).base64EncodedString() }

  @Test func `user name and password are sent according to RFC 7617`() async throws {
    let fetch = TestFetch {
      $0.auth = .basic(Self.credentials)
      $0.secrets = Self.secrets
    }
    let transport = ScriptedTransport([.body(200, rows(1))])
    guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(transport.requests[0].headers.contains { $0 == ("Authorization", Self.basic) })
    #expect(Self.basic == "Basic Y2xpZW50LTQyOnDDpHNzd29yZC1vZi00Mg==")
  }

  @Test func `credentials that a server repeats are redacted`() async throws {
    let fetch = TestFetch {
      $0.auth = .basic(Self.credentials)
      $0.secrets = Self.secrets
    }
    let error = try await fetch.failure([
      .body(403, ReportClientTests.refusal(403, "refused: \(Self.basic), pässword-of-42"))
    ])
    #expect(
      error.reason == #"HTTP 403, the API reports "refused: Basic ***, ***""#)
  }

  @Test func `a key in the query is sent last, never shown, and never copied from a link`() async throws {
    let fetch = TestFetch {
      $0.auth = .query(name: "api_key", value: TestSource.template("{token}"))
      $0.envelope = TestSource.envelope(success: nil, declared: false)
      $0.paging = Paging(style: .link(at: ["next"]))
    }
    let link = "http://api.test/calls?api_key=s3cret-token-42&p=2"
    let transport = ScriptedTransport([
      .body(200, #"{"data":[{}],"next":"\#(link)"}"#), .body(200, #"{"data":[{}]}"#),
    ])
    guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(
      transport.requests.map(\.url) == [
        "http://api.test/calls?from=20261001000000&to=20261001235959&api_key=s3cret-token-42",
        "http://api.test/calls?p=2&api_key=s3cret-token-42",
      ])
    #expect(
      transport.requests.map(\.maskedURL) == [
        "http://api.test/calls?from=20261001000000&to=20261001235959", "http://api.test/calls?p=2",
      ])
  }

  @Test func `the token of a login is redacted in links that contain it`() async throws {
    let fetch = TestFetch {
      $0.auth = TestSource.login
      $0.secrets = ["username": "ana", "password": "p4ssword-of-ana"]
      $0.envelope = TestSource.envelope(success: nil, declared: false)
      $0.paging = Paging(style: .link(at: ["next"]))
    }
    let transport = ScriptedTransport([
      .body(200, ReportClientTests.token), .body(200, #"{"data":[{}],"next":"/calls?t=t0ken-of-the-login"}"#),
      .body(200, #"{"data":[{}]}"#),
    ])
    guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(transport.requests[2].url == "http://api.test/calls?t=t0ken-of-the-login")
    #expect(transport.requests[2].maskedURL == "http://api.test/calls?t=***")
  }

  @Test func `a login may have its own server`() async throws {
    let fetch = TestFetch {
      $0.auth = TestSource.login
      $0.secrets = ["username": "ana", "password": "p4ssword-of-ana"]
      $0.loginURL = "https://login.test"
    }
    let transport = ScriptedTransport([.body(200, ReportClientTests.token), .body(200, rows(1))])
    guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(transport.requests[0].url == "https://login.test/login")
    #expect(transport.requests[1].url.hasPrefix("http://api.test/calls?"))
  }

  @Test func `client credentials log in with their own form and header`() async throws {
    let fetch = TestFetch {
      $0.secrets = Self.secrets
      $0.auth = .login(
        LoginMethod(
          request: RequestTemplate(
            method: "POST", path: TestSource.template("/oauth/token"),
            body: .form([("grant_type", TestSource.template("client_credentials"))])), basic: Self.credentials,
          tokenPath: ["session", "token"], header: "Authorization", value: TestSource.template("Bearer {token}")))
    }
    let transport = ScriptedTransport([.body(200, ReportClientTests.token), .body(200, rows(1))])
    guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    let login = transport.requests[0]
    #expect(String(decoding: login.body, as: UTF8.self) == "grant_type=client_credentials")
    #expect(
      login.headers.map { "\($0.name): \($0.value)" } == [
        "Accept: application/json", "Content-Type: application/x-www-form-urlencoded", "Authorization: \(Self.basic)",
      ])
    #expect(
      transport.requests[1].headers.filter { $0.name == "Authorization" }.map(\.value) == ["Bearer t0ken-of-the-login"])
  }
}
