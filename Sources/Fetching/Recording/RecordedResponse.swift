import Crypto
import Foundation
import Planning
import Records

/// The head of a recorded response, as JSON next to its gzipped body.
///
/// Files are named after the window, a hash of the request and a repetition number:
/// `20261001T050000Z-20261002T050000Z-1f3a90c2.1.json` and `….1.body.gz`, for a second page `…-1f3a90c2-page2.1.json`.
struct RecordedResponse: Codable, Sendable {
  struct Span: Codable, Sendable {
    var start: Instant
    var end: Instant
  }

  struct Failure: Codable, Sendable {
    var kind: String
    var reason: String
  }

  var version = 1
  var method: String
  /// The URL without secrets.
  var url: String
  /// The address with its window left open.
  var series: String
  var window: Span
  var requestedAt: Instant
  var status: Int
  /// Only headers that describe the response, not the client.
  var headers: [String: String]
  /// The name of the body's file, in the same directory.
  var body: String
  /// The size of the body, decompressed.
  var bytes: Int
  /// The reason why the body is incomplete; nil if it is complete.
  var failure: Failure?

  enum CodingKeys: String, CodingKey {
    case version, method, url, series, window
    case requestedAt = "requested_at"
    case status, headers, body, bytes, failure
  }

  static let keptHeaders = ["content-type", "date", "last-modified", "retry-after"]
  static let pageInfix = "-page"
  static let headSuffix = ".json"
  static let bodySuffix = ".body.gz"
  static let headLimit = 1 << 20

  static func decode(_ bytes: [UInt8]) -> RecordedResponse? {
    guard let response = try? JSONDecoder().decode(RecordedResponse.self, from: Data(bytes)), response.version == 1
    else {
      return nil
    }
    return response
  }

  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// The common prefix of the file names of responses to one request. Pages are identified by their number, because
  /// the cursor or link to them may contain a secret and differs in each recording.
  static func stem(_ request: OutgoingRequest, window: Window) -> String {
    let hash = SHA256.hash(data: Data("\(request.method) \(comparable(request.firstPageURL))".utf8))
    let digits = hash.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let stem = "\(window.span.lowerBound.basicDescription)-\(window.span.upperBound.basicDescription)-\(digits)"
    return request.page > 1 ? "\(stem)\(pageInfix)\(request.page)" : stem
  }

  /// An address by which a recording is found again: a server on this machine may have another port the next time.
  static func comparable(_ url: String) -> String {
    guard let origin = URLOrigin(url), origin.isLoopback else { return url }
    guard let scheme = url.range(of: "://"), let path = url[scheme.upperBound...].firstIndex(of: "/") else {
      return url
    }
    return "loopback\(url[path...])"
  }
}
