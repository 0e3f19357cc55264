/// The meaning of a report's rows.
package enum Grain: String, CaseIterable, Sendable, Codable {
  /// A row has its own time; a window may be split.
  case event
  /// Rows aggregate the window: a split would change the numbers.
  case window
  /// The response is an acknowledgment; the export records one receipt row per chunk.
  case request
}
