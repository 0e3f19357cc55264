/// A request as it may be shown, with `***` in place of secrets.
package struct RedactedRequest: Hashable, Sendable, CustomStringConvertible {
  package var method: String
  package var url: String
  /// A JSON object or a form; nil without a body.
  package var body: String?

  /// `POST https://api.example.com/search {"from":"2026-10-01"}`
  package var description: String { "\(method) \(url)\(body.map { " \($0)" } ?? "")" }
}
