import Declarations
import Planning
import Records

/// Holds the rows' own times against the window that was asked for: an API that does not heed it answers with the same rows for every chunk.
///
/// Only where a column has the field that the catalog names as the event's own time, as an instant and not just as a day.
struct WindowCheck: Sendable {
  /// As the catalog calls it.
  let field: String
  private let column: Int

  /// Nil where there is nothing to hold against the window.
  init?(_ file: PipelineFile) {
    let report = file.source.report
    guard report.grain == .event, let own = report.fields.first(where: { $0.name == report.timeField }),
      let column = file.fields.firstIndex(where: { $0.origin == own.origin && $0.type == .timestamp }),
      file.fields[column].format?.tellsTimeOfDay ?? true
    else { return nil }
    self.column = column
    field = own.name
  }

  /// How many rows lie outside the chunk; those without a time do not.
  func strays(in rows: RecordBatch, of chunk: Chunk) -> Int {
    guard case .integers(let times) = rows.columns[column] else { return 0 }
    let window = chunk.span.lowerBound.microseconds..<chunk.span.upperBound.microseconds
    return (0..<rows.rowCount).count { row in times[row].map { !window.contains($0) } ?? false }
  }

  /// What is to be told of them: a few are late or early by the source's own reckoning, many were not asked for.
  func event(strays: Int, of rows: Int) -> ExportEvent? {
    guard strays > 0 else { return nil }
    let share = "\(strays) of \(rows) rows have a `\(field)` outside the requested window"
    guard strays * 10 > rows else { return .note(share) }
    return .warning(
      "\(share) and may be duplicated in other chunks; check that the request sends the window in the API's format and "
        + "time zone")
  }
}
