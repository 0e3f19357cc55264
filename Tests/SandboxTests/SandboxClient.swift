import AsyncHTTPClient
import ConfigurationFiles
import Foundation
import NIOCore
import NIOHTTP1
import Records
import Sandbox
import Testing

/// Sends requests to a sandbox over a real socket.
struct SandboxClient: Sendable {
  let address: SandboxAddress

  struct Response {
    var status: Int
    var headers: [String: String]
    var body: String

    /// The records under a key, or the document itself.
    func records(_ path: String...) throws -> [[String: Any]] {
      var value = try JSONSerialization.jsonObject(with: Data(body.utf8))
      for key in path { value = try #require((value as? [String: Any])?[key]) }
      return try #require(value as? [[String: Any]])
    }
  }

  func send(
    _ target: String, method: String = "GET", headers: [String: String] = ["calls-token": "t"], body: String? = nil
  ) async throws -> Response {
    let open = try await head(target, method: method, headers: headers, body: body)
    let fields = open.response.headers.map { ($0.name.lowercased(), $0.value) }
    return Response(status: open.status, headers: Dictionary(fields) { $1 }, body: try await open.body())
  }

  /// Returns the response before its body.
  func head(
    _ target: String, method: String = "GET", headers: [String: String] = ["calls-token": "t"], body: String? = nil
  ) async throws -> OpenResponse {
    var request = HTTPClientRequest(url: address.url + target)
    request.method = .init(rawValue: method)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    return OpenResponse(response: try await HTTPClient.shared.execute(request, timeout: .seconds(30)))
  }

  /// A response whose body is pending.
  struct OpenResponse {
    fileprivate var response: HTTPClientResponse

    var status: Int { Int(response.status.code) }

    func body() async throws -> String { String(buffer: try await response.body.collect(upTo: 1 << 28)) }

    /// Returns the received text until it ends with `suffix`.
    func body(upTo suffix: String) async throws -> String {
      var received = ""
      for try await part in response.body {
        received += String(buffer: part)
        if received.hasSuffix(suffix) { break }
      }
      return received
    }
  }
}

/// Serves systems on a free port while `body` runs.
func withSandbox<Result: Sendable>(
  _ systems: [CatalogSystem] = [TestSystems.calls, TestSystems.chats, TestSystems.meters],
  options: SandboxOptions = SandboxOptions(), _ body: (SandboxClient) async throws -> Result
) async throws -> Result {
  try await SandboxServer(systems: systems, options: options).whileServing { address in
    try await body(SandboxClient(address: address))
  }
}
