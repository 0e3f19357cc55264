import ConfigurationFiles
import Planning
import Records

/// The values of a request's tokens, except secrets.
struct RequestValues: Sendable {
  let parameters: [String: String]
  let renderer: WindowRenderer
  let paging: Paging?
  /// Times are written as numbers.
  private let hasEpochs: Bool
  /// Nil if the ends are left open, or for a login.
  var window: Window?
  var page: Page

  init(_ source: SourceDeclaration, zone: TimeZoneTransitions, window: Window? = nil, page: Page = .first) {
    parameters = source.parameters
    renderer = WindowRenderer(format: source.report.window, zone: zone)
    paging = source.report.paging
    hasEpochs = source.report.window.pattern.parts.contains { $0 == .epochSeconds || $0 == .epochMilliseconds }
    self.window = window
    self.page = page
  }

  subscript(name: String) -> String? {
    if let window, name == "window.start" { return renderer.start(of: window) }
    if let window, name == "window.end" { return renderer.end(of: window) }
    if window != nil, let paging {
      switch (name, paging.style) {
      case ("page.number", .number(let first)): return String(first + page.number - 1)
      case ("page.offset", .offset(let first)): return String(first + page.recordsBefore)
      case ("page.cursor", .cursor): return page.next
      case ("page.size", _): return paging.size.map { String($0) }
      default: break
      }
    }
    return parameters[name]
  }

  /// Returns true if parameters with these tokens are omitted, because the first page has no cursor.
  func omits(_ tokens: Set<String>) -> Bool {
    page.next == nil && tokens.contains("page.cursor")
  }

  /// A JSON value that is nothing but this token is a number.
  func isNumber(_ token: String) -> Bool {
    switch token {
    case "page.number", "page.offset", "page.size": true
    case "page.cursor": page.nextIsNumber
    case "window.start", "window.end": hasEpochs
    default: false
    }
  }
}
