import ConfigurationFiles
import Fetching
import Foundation
import Records
import Synchronization
import TestSupport

/// Reads responses as an exporter does, with Foundation's parser.
struct TestReader {
  var envelope = TestSource.envelope()
  var paging: Paging?
  var limit = Int.max

  func read(_ response: Response) async throws -> ParsedResponse {
    var bytes: [UInt8] = []
    do {
      for try await block in response.body {
        bytes += block
        if bytes.count > limit {
          return ParsedResponse(
            bytes: bytes.count, error: BodyError(.tooLarge, "the answer has more than \(limit) bytes"))
        }
      }
    } catch is TransportError {
      let text = String(decoding: bytes, as: UTF8.self)
      return ParsedResponse(
        declared: text.firstMatch(of: /(\d+) records/).flatMap { Int($0.output.1) },
        records: text.matches(of: /{"id":"\d+"}/).count, bytes: bytes.count, error: BodyError(.cut, "it ends too early")
      )
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let document = try? JSONSerialization.jsonObject(with: Data(bytes)) else {
      return ParsedResponse(message: text, bytes: bytes.count, error: BodyError(.malformed, "the answer is not JSON"))
    }
    let object = document as? [String: Any] ?? [:]
    let records = envelope.records.isEmpty ? document as? [Any] : object[envelope.records[0]] as? [Any]
    let message = (envelope.message?.first).flatMap { object[$0] as? String }
    let code = (envelope.success?.at.first).flatMap { object[$0] }
    var report = ParsedResponse(
      code: code.flatMap(TestReader.text), message: message,
      declared: envelope.declared == nil ? nil : message.flatMap { Int($0.prefix { $0.isNumber }) },
      records: records?.count ?? 0, hasRecords: records != nil, bytes: bytes.count)
    report.next = (paging?.next?.first).flatMap { object[$0] }.flatMap(TestReader.text)
    report.nextIsNumber = (paging?.next?.first).flatMap { object[$0] } is NSNumber
    report.more = (paging?.more?.at.first).flatMap { object[$0] }.flatMap(TestReader.text)
    report.total = (paging?.total?.first).flatMap { object[$0] as? Int }
    return report
  }

  private static func text(_ value: Any) -> String? {
    switch value {
    case let text as String: text
    case is NSNull: nil
    case let number as NSNumber:
      // Foundation keeps booleans as numbers of this type.
      String(cString: number.objCType) == "c" ? (number.boolValue ? "true" : "false") : number.stringValue
    default: "\(value)"
    }
  }
}
