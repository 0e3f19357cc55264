import Declarations
import Exporting
import Fetching
import Foundation
import Planning
import Records

/// A plan as one JSON object, whose keys are part of the contract.
enum PlanJSON {
  private struct Document: Encodable {
    struct Chunk: Encodable {
      struct Request: Encodable {
        var method: String
        var url: String
        /// Left out where nothing is sent after the head.
        var body: String?
      }

      var id: String
      var start: Instant
      var end: Instant
      var state: String
      /// Why it is in its state; left out where the state says it all.
      var reason: String?
      var request: Request
      var calls: Int
    }

    var pipeline: String
    var calls: Int
    var chunks: [Chunk]
  }

  static func text(of outlook: ExportOutlook, file: PipelineFile) -> String {
    let document = Document(
      pipeline: file.name, calls: outlook.calls,
      chunks: outlook.chunks.map { item in
        Document.Chunk(
          id: item.chunk.id.text, start: item.chunk.span.lowerBound, end: item.chunk.span.upperBound,
          state: item.state.rawValue, reason: item.reason,
          request: Document.Chunk.Request(
            method: item.request.method, url: item.request.url, body: item.request.body), calls: item.calls)
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    // Texts and numbers, and nothing else: such a document can always be written.
    return (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
