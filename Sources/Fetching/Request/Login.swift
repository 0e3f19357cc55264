import ConfigurationFiles
import Foundation
import Planning
import Records

/// The content of a login's response.
enum Login {
  static let bodyLimit = 64 * 1_024

  enum Result {
    case token(Secret)
    case report(ParsedResponse)
  }

  /// Reads a response completely and finds the token; other values are reported as for any response.
  static func read(_ body: ResponseBody, tokenPath: [String], envelope: Envelope) async throws -> Result {
    var bytes: [UInt8] = []
    for try await block in body { bytes += block }
    guard let document = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) else {
      let text = String(decoding: bytes, as: UTF8.self)
      var report = ParsedResponse(
        message: text, bytes: bytes.count, error: BodyError(.malformed, "the response is not JSON"))
      report.isMessageCut = bytes.count >= bodyLimit
      return .report(report)
    }
    if let token = value(at: tokenPath, in: document) as? String, !token.isEmpty { return .token(Secret(token)) }
    let message = messagePaths(envelope).lazy.compactMap { text(value(at: $0, in: document)) }.first { !$0.isEmpty }
    return .report(
      ParsedResponse(
        code: envelope.success.flatMap { text(value(at: $0.at, in: document)) },
        message: message, bytes: bytes.count))
  }

  /// A login may explain itself elsewhere than reports do. Nothing else of its body is shown, for it may hold a token.
  private static func messagePaths(_ envelope: Envelope) -> [[String]] {
    [envelope.message ?? ["message"], ["message"], ["msg"], ["error_description"], ["error"], ["detail"]]
      .filter { !$0.isEmpty }
  }

  private static func value(at path: [String], in document: Any) -> Any? {
    path.reduce(document as Any?) { ($0 as? [String: Any])?[$1] }
  }

  private static func text(_ value: Any?) -> String? {
    switch value {
    case let text as String: text
    case let number as NSNumber:
      // Foundation keeps booleans as numbers of this type.
      String(cString: number.objCType) == "c" ? (number.boolValue ? "true" : "false") : number.stringValue
    default: nil
    }
  }
}
