import ConfigurationFiles
import Foundation
import Records
import Sandbox
import Testing

@Suite struct `The binary's own catalog` {
  /// The request that a client would send for a report, with each parameter's default or example.
  func target(of report: CatalogReport, in system: CatalogSystem, _ window: Range<CivilTime>) -> String {
    let end = report.window.endIsInclusive ? report.window.resolution : .zero
    let last = CivilTime(microseconds: window.upperBound.microseconds - end.wholeMicroseconds)
    let value = { (token: String) -> String in
      switch token {
      case "window.start": return report.window.pattern.rendered(window.lowerBound)
      case "window.end": return report.window.pattern.rendered(last)
      default:
        let parameter = (report.parameters + system.parameters).first { $0.name == token }
        return parameter?.defaultValue ?? parameter?.example ?? "x"
      }
    }
    let query = report.request.query.map { item in
      let text = item.value.rendered(value).addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      return "\(item.name)=\(text)"
    }
    return "/\(system.name)\(report.request.path.rendered(value))?\(query.joined(separator: "&"))"
  }

  /// Headers for authentication with any token.
  func headers(of system: CatalogSystem) -> [String: String] {
    switch system.auth.first {
    case .header(let name, let value): [name: value.rendered { _ in "some-token" }]
    case .bearer(let token): ["Authorization": "Bearer \(token.rendered { _ in "some-token" })"]
    case .login(let login): [login.header: login.value.rendered { _ in "some-token" }]
    case .query, .basic, nil: [:]
    }
  }

  @Test func `every report of every system is served according to its entry`() async throws {
    let library = CatalogLibrary()
    let systems = try library.names.map { try #require(try library.system(named: $0)) }
    #expect(!systems.isEmpty)
    let day = span("2026-01-15T00:00:00", "2026-01-16T00:00:00")
    try await withSandbox(systems, options: SandboxOptions(rowsPerDay: 200)) { client in
      for system in systems {
        for report in system.reports {
          let target = target(of: report, in: system, day)
          let response = try await client.send(target, method: report.request.method, headers: headers(of: system))
          #expect(response.status == 200, "\(target)")
          let document = try JSONSerialization.jsonObject(with: Data(response.body.utf8))
          // A response that is only the list of its records has no success value.
          if let success = report.envelope.success, document is [String: Any] {
            let told = success.at.reduce(document as Any?) { ($0 as? [String: Any])?[$1] }
            let text = (told as? Bool).map(String.init) ?? told as? String
            #expect(success.anyOf.contains(text ?? ""), "\(target)")
          }
          guard report.grain != .request else { continue }
          let records = report.envelope.records.reduce(document as Any?) { ($0 as? [String: Any])?[$1] }
          let rows = try #require(records as? [[String: Any]], "\(target)")
          #expect(!rows.isEmpty, "\(target)")
          if let declared = report.envelope.declared, let pattern = declared.pattern {
            let told = declared.at.reduce(document as Any?) { ($0 as? [String: Any])?[$1] } as? String ?? ""
            #expect(try told.firstMatch(of: Regex(pattern))?[1].substring == "\(rows.count)", "\(target)")
          }
          let responseFields = report.fields.filter { if case .response = $0.origin { true } else { false } }
          for case .response(let path) in responseFields.map(\.origin) {
            #expect(path.keys.reduce(document as Any?) { ($0 as? [String: Any])?[$1] } is Int, "\(target)")
          }
        }
      }
    }
  }

  @Test func `each system rejects a missing token with a message that its rules match`() async throws {
    let library = CatalogLibrary()
    let systems = try library.names.map { try #require(try library.system(named: $0)) }
    let day = span("2026-01-15T00:00:00", "2026-01-16T00:00:00")
    try await withSandbox(systems) { client in
      for system in systems where !system.auth.isEmpty {
        let response = try await client.send(target(of: system.reports[0], in: system, day), headers: [:])
        #expect(response.status == 401)
        #expect(system.verdicts.contains { $0.statuses.contains(401) && response.body.contains($0.sample ?? "?") })
      }
    }
  }
}
