import ConfigurationFiles
import Planning
import Records

/// Compares the rows' own times with the requested window: an API that ignores it returns the same rows for every
/// chunk, or for every part of one.
///
/// Applies only if a column contains the catalog's event time field, as an instant and not only as a day.
struct EventTimeCheck: Sendable {
  /// The field's name in the catalog.
  let field: String
  private let column: Int

  /// Returns nil if there is no time to compare with the window.
  init?(_ file: PipelineFile) {
    let report = file.source.report
    guard report.grain == .event, let own = report.fields.first(where: { $0.name == report.timeField }),
      let column = file.fields.firstIndex(where: { $0.origin == own.origin && $0.type == .timestamp }),
      file.fields[column].format?.hasTimeOfDay ?? true
    else { return nil }
    self.column = column
    field = own.name
  }

  /// Counts the rows outside the window that was requested; rows without a time are not counted.
  func outOfWindowRows(in rows: RecordBatch, of window: Window) -> Int {
    guard case .integers(let times) = rows.columns[column] else { return 0 }
    let span = window.span.lowerBound.microseconds..<window.span.upperBound.microseconds
    return (0..<rows.rowCount).count { row in times[row].map { !span.contains($0) } ?? false }
  }

  /// Returns the event to report: a few rows may be late or early by the source's own clock; many were not requested.
  func event(outOfWindowRows: Int, of rows: Int) -> ExportEvent? {
    guard outOfWindowRows > 0 else { return nil }
    let share = "\(outOfWindowRows) of \(rows) rows have a `\(field)` outside the requested window"
    guard outOfWindowRows * 10 > rows else { return .note(share) }
    return .warning(
      "\(share) and may be duplicated in other windows; check that the request sends the window in the API's format and "
        + "time zone")
  }
}
