import ConfigurationFiles
import Foundation

/// The requested page, and the paging values of its response.
struct SandboxPage: Sendable {
  private let paging: Paging
  /// Path and query of the request, without the place in it that a link of ours has.
  private let target: String
  private let host: String
  /// Records before the page.
  let offset: Int
  /// The page size.
  let size: Int

  /// The page size if the catalog has none.
  private static let usualSize = 100
  private static let cursorPrefix = "after-"
  /// The parameter that our links carry.
  private static let linkName = "page_after"

  /// Nil if the request does not select a valid page.
  init?(_ paging: Paging, values: [String: String], request: ReceivedRequest) {
    self.paging = paging
    let size = min(values["page.size"].flatMap { Int($0) } ?? paging.size ?? SandboxPage.usualSize, 1_000_000)
    self.size = size
    host = request.headers["host"] ?? "127.0.0.1"
    target = SandboxPage.target(of: request)
    let offset: Int?
    switch paging.style {
    case .number(let first): offset = SandboxPage.count(values["page.number"]).map { ($0 - first) * size }
    case .offset(let first): offset = SandboxPage.count(values["page.offset"]).map { $0 - first }
    case .cursor:
      guard let cursor = values["page.cursor"] else {
        self.offset = 0
        return
      }
      offset = cursor.hasPrefix(SandboxPage.cursorPrefix) ? Int(cursor.dropFirst(SandboxPage.cursorPrefix.count)) : nil
    case .link:
      offset = request.query.first { $0.name == SandboxPage.linkName }.map { Int($0.value) } ?? 0
    }
    guard let offset, offset >= 0, size > 0 else { return nil }
    self.offset = offset
  }

  /// Parses a number small enough that no computation here can overflow.
  private static func count(_ text: String?) -> Int? {
    text.flatMap { Int($0) }.flatMap { (0...1_000_000_000_000).contains($0) ? $0 : nil }
  }

  private static func target(of request: ReceivedRequest) -> String {
    let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let items = (parts.count > 1 ? parts[1] : "").split(separator: "&").filter { !$0.hasPrefix("\(linkName)=") }
    return "\(parts[0])?" + items.map { "\($0)&" }.joined()
  }

  /// Puts what leads to the next page, whether there is one, and how many records all pages have. `rows`: of this page.
  func put(into text: inout EnvelopeTemplate, all: Int, rows: Int) {
    let end = offset + rows
    let follows = rows > 0 && end < all
    switch paging.style {
    case .number, .offset: break
    case .cursor(let path):
      text.put(follows ? "\(SandboxPage.cursorPrefix)\(end)".jsonText() : Array("null".utf8), at: path)
    case .link(let path):
      let link = "http://\(host)\(target)\(SandboxPage.linkName)=\(end)"
      text.put(follows ? link.jsonText() : Array("null".utf8), at: path)
    }
    if let more = paging.more, let yes = more.anyOf.first {
      let opposites = ["true": "false", "false": "true", "1": "0", "0": "1", "yes": "no", "no": "yes"]
      let word = follows ? yes : opposites[yes] ?? "end"
      let isText = Int(word) == nil && !["true", "false"].contains(word)
      text.put(isText ? word.jsonText() : Array(word.utf8), at: more.at)
    }
    if let total = paging.total { text.put(Array(String(all).utf8), at: total) }
  }
}
