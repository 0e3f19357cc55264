import Checkpoints
import ConfigurationFiles
import Exporting
import Foundation
import Planning
import Records

/// A status as one JSON object whose keys are a contract.
enum StatusJSON {
  private struct Document: Encodable {
    struct Chunk: Encodable {
      var id: String
      var start: Instant
      var end: Instant
      var state: String
      var rows: Int
      var bytes: Int
      var rejected: Int
      var due: Bool
      var failure: String?
    }

    struct Gap: Encodable {
      var start: Instant
      var end: Instant
    }

    struct Totals: Encodable {
      var chunks: [String: Int]
      var rows: Int
      var bytes: Int
      var rejected: Int
    }

    struct Next: Encodable {
      var chunks: Int
      var calls: Int
      var advice: String
    }

    var pipeline: String
    var sink: String
    var days: [String: String]
    var totals: Totals
    var lastRun: RunRecord?
    var next: Next
    var chunks: [Chunk]
    var gaps: [Gap]

    enum CodingKeys: String, CodingKey {
      case pipeline, sink, days, totals, next, chunks, gaps
      case lastRun = "last_run"
    }
  }

  static func text(of status: ExportStatus, file: PipelineFile, runCommand: String) -> String {
    let document = Document(
      pipeline: file.name, sink: file.sink.path,
      days: Dictionary(
        status.days.compactMap { day, state in state.map { (day.description, $0.rawValue) } }, uniquingKeysWith: { $1 }),
      totals: Document.Totals(
        chunks: Dictionary(
          uniqueKeysWithValues: ExportStatus.ItemState.allCases.map { ($0.rawValue, status.count($0)) }),
        rows: status.rows, bytes: status.bytes, rejected: status.rejected),
      lastRun: status.runs.first,
      next: Document.Next(
        chunks: status.dueCount, calls: status.calls,
        advice: StatusFormatter.next(after: status, runCommand: runCommand)),
      chunks: status.items.map { item in
        Document.Chunk(
          id: item.id.text, start: item.span.lowerBound, end: item.span.upperBound, state: item.state.rawValue,
          rows: item.rows, bytes: item.bytes, rejected: item.rejected, due: item.isDue, failure: item.failure)
      },
      gaps: status.gaps.map { Document.Gap(start: $0.lowerBound, end: $0.upperBound) })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    // The document contains only strings and numbers, so encoding cannot fail.
    return (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
