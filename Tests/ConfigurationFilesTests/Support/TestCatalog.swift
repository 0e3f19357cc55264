import ConfigurationFiles
import Foundation

/// A catalog file for tests.
struct TestCatalog {
  static let base = """
    system: acme
    base_url: https://{region}.example.com
    parameters:
      region: { help: The region., example: eu }
    secrets:
      key: { help: A key. }
    auth: { header: x-api-key, value: "{key}" }
    window: { format: yyyyMMddHHmmss }
    envelope: { records: rows }
    reports:
      calls:
        request: { path: /calls, query: { from: "{window.start}", to: "{window.end}" } }
        grain: event
        fields:
          id: { type: integer }
          at: { type: timestamp }

    """

  var text = base

  init() {}

  init(text: String) {
    self.text = text
  }

  init(_ piece: String, _ replacement: String) {
    precondition(TestCatalog.base.contains(piece), "the sound file has no `\(piece)`")
    text = TestCatalog.base.replacingOccurrences(of: piece, with: replacement)
  }

  func read() throws(Diagnostics) -> CatalogSystem {
    try CatalogSystem(yaml: text, path: "acme.yaml")
  }

  var lines: [String] {
    do throws(Diagnostics) {
      _ = try read()
      return []
    } catch {
      return error.list.map(\.description)
    }
  }
}
