/// One request and its response.
package struct SandboxExchange: Hashable, Sendable {
  package var method: String
  /// Path and query as they were received.
  package var target: String
  /// `SYSTEM/REPORT`; nil for a login, the index, and requests that match no report.
  package var report: String?
  package var status: Int
  /// The records of a response that has some.
  package var rows: Int?
}
