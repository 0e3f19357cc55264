import ConfigurationFiles
import Exporting
import Fetching
import Foundation
import Planning
import Records

/// A plan as one JSON object whose keys are a contract.
enum PlanJSON {
  private struct Document: Encodable {
    struct Chunk: Encodable {
      struct Request: Encodable {
        var method: String
        var url: String
        /// Omitted if the request has only a head.
        var body: String?
      }

      var id: String
      var start: Instant
      var end: Instant
      var state: String
      /// The reason for the state; omitted if the state is self-explanatory.
      var reason: String?
      var request: Request
      var calls: Int
    }

    var pipeline: String
    var calls: Int
    /// The reason why a run would stop before its first chunk; omitted if it would start.
    var refusal: String?
    var chunks: [Chunk]
  }

  static func text(of plan: ExportPlan, file: PipelineFile) -> String {
    let document = Document(
      pipeline: file.name, calls: plan.calls, refusal: plan.refusal,
      chunks: plan.chunks.map { item in
        Document.Chunk(
          id: item.chunk.id.text, start: item.chunk.span.lowerBound, end: item.chunk.span.upperBound,
          state: item.state.rawValue, reason: item.reason,
          request: Document.Chunk.Request(
            method: item.request.method, url: item.request.url, body: item.request.body), calls: item.calls)
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    // The document contains only strings and numbers, so encoding cannot fail.
    return (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
