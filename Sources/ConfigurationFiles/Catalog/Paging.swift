/// Paging of the records of one window over several responses: how a request selects a page, and how a response leads
/// to the next.
package struct Paging: Hashable, Sendable {
  package enum Style: Hashable, Sendable {
    /// `{page.number}` counts the pages from `first` on.
    case number(first: Int)
    /// `{page.offset}` is `first` and the number of records that came before.
    case offset(first: Int)
    /// `{page.cursor}` is the value at this path of the previous response; the parameter that contains it is omitted
    /// from the first request.
    case cursor(at: [String])
    /// The response contains the next page's complete URL at this path.
    case link(at: [String])
  }

  package var style: Style
  /// `{page.size}`: the number of records to request per page.
  package var size: Int?
  /// The path of the value that shows if more pages follow, and the texts that mean it; nil if the paging kind itself
  /// determines it.
  package var more: More?
  /// The path of the total number of records of all pages.
  package var total: [String]?

  /// The number of pages of a window at which a fetch fails, because a source may link pages without end.
  package var maxPages = Paging.defaultMaxPages
  package static let defaultMaxPages = 10_000

  package struct More: Hashable, Sendable {
    package var at: [String]
    package var anyOf: [String]

    package init(at: [String], anyOf: [String]) {
      self.at = at
      self.anyOf = anyOf
    }
  }

  package init(style: Style, size: Int? = nil, more: More? = nil, total: [String]? = nil) {
    self.style = style
    self.size = size
    self.more = more
    self.total = total
  }

  /// The path of the cursor or link to the next page; nil for counted pages.
  package var next: [String]? {
    switch style {
    case .cursor(let path), .link(let path): path
    case .number, .offset: nil
    }
  }

  /// The token with which a request selects its page; nil if its URL does.
  package var token: String? {
    switch style {
    case .number: "page.number"
    case .offset: "page.offset"
    case .cursor: "page.cursor"
    case .link: nil
    }
  }
}
