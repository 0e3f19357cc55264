/// Limits of the API; nil if a limit is unknown.
package struct Limits: Hashable, Sendable {
  /// Maximum number of records for one window (with paging, over all pages); a response with this many may be
  /// truncated.
  package var records: Int?
  /// The longest window.
  package var window: Duration?
  /// Maximum size of a response body, decompressed.
  package var bytes: Int?
  /// Maximum duration of a response.
  package var time: Duration?
  /// Requests at the same time a token.
  package var inFlight: Int?
  /// Calls a day and token.
  package var callsPerDay: Int?

  package init(
    records: Int? = nil, window: Duration? = nil, bytes: Int? = nil, time: Duration? = nil, inFlight: Int? = nil,
    callsPerDay: Int? = nil
  ) {
    self.records = records
    self.window = window
    self.bytes = bytes
    self.time = time
    self.inFlight = inFlight
    self.callsPerDay = callsPerDay
  }
}
