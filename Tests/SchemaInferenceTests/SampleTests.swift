import ConfigurationFiles
import Foundation
import Records
import SchemaInference
import Testing

/// Tests that the responses in `samples/` match their reports.
struct SampleTests {
  static let reports = [
    "chat-tonic-dashboard": "chat-tonic/dashboard", "chat-tonic-nps-export": "chat-tonic/nps-export",
    "chat-tonic-operator": "chat-tonic/operator", "wolkvox-agent_13_1": "wolkvox/agent_13_1",
    "wolkvox-chat_12": "wolkvox/chat_12", "wolkvox-chat_13": "wolkvox/chat_13", "wolkvox-chat_15": "wolkvox/chat_15",
  ]

  /// Fields for which the catalog knows more than the values show.
  static let otherTypes: [String: ColumnType] = [
    // Local text is an instant, once the zone is known.
    "wolkvox/agent_13_1 date": .localTimestamp, "wolkvox/chat_12 date": .localTimestamp,
    // The field has no values.
    "wolkvox/chat_15 post_agents": .string,
    // Integers in the sample, but not in general; of an undocumented format.
    "chat-tonic/operator sumDuration": .integer, "chat-tonic/operator lastConnection": .timestamp,
  ]

  private func response(_ name: String) throws -> ResponseProposal {
    let file = checkout.appending(path: "samples/responses/\(name).json")
    return try proposal(try String(contentsOf: file, encoding: .utf8))
  }

  private func systems() throws -> [CatalogSystem] {
    try CatalogLibrary().names.map { try #require(try CatalogLibrary().system(named: $0)) }
  }

  @Test func `every sample is tried`() throws {
    let folder = checkout.appending(path: "samples/responses").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).map { $0.replacing(".json", with: "") }
    #expect(Set(names) == Set(Self.reports.keys))
  }

  @Test(arguments: reports)
  func `a sample matches only its report`(sample: String, report: String) throws {
    let response = try response(sample)
    let matches = ReportMatch.best(for: response, among: try systems())
    #expect(matches.map { "\($0.system.name)/\($0.report.name)" } == [report])
    let match = try #require(matches.first)
    #expect(match.undocumented.isEmpty)
    guard match.report.grain != .request else { return }
    #expect(response.records.path == match.report.envelope.records)
    for (proposed, documented) in zip(response.fields, match.typed(response.fields)) {
      let node = "\(report) \(proposed.name)"
      #expect(proposed.type == Self.otherTypes[node] ?? documented.type, "\(node)")
      // A placeholder that the sample does not hold cannot be seen.
      #expect(Set(proposed.nullIf).isSubset(of: documented.nullIf) || documented.nullIf.isEmpty, "\(node)")
    }
  }

  @Test func `missing fields are left out, and new ones are reported`() throws {
    let response = try proposal(
      #"{"code": "200", "data": [{"conn_id": "1", "agent_id": "2", "agent_name": "", "channel": "email", "from": "a", "to": "b", "mood": "3"}]}"#
    )
    let match = try #require(ReportMatch.best(for: response, among: try systems()).first)
    #expect(match.report.name == "chat_12")
    #expect(match.present.map(\.name) == ["conn_id", "agent_id", "agent_name", "channel", "from", "to"])
    #expect(match.undocumented.map(\.name) == ["mood"])
  }

  @Test func `an error response and an unrelated response match no report`() throws {
    for text in [
      #"{"code": "400", "data": [{"channel": "web", "interaction": "1"}]}"#, #"{"data": [{"date": "2026-10-01"}]}"#,
      #"{"status": false}"#, #"[{"id": 1, "date": "x"}]"#,
    ] {
      #expect(ReportMatch.best(for: try proposal(text), among: try systems()).isEmpty, "\(text)")
    }
  }
}
