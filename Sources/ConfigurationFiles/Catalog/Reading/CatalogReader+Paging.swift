/// The part of a catalog file that describes pages.
extension CatalogReader {
  /// Returns nil if there is no paging, or if it has an error, which is reported.
  mutating func paging(_ section: SpecSection?) -> Paging? {
    guard let section, let by = section.text("by") else { return nil }
    let isCounted = ["number", "offset"].contains(by)
    if isCounted, section.isGiven("at") {
      reader.report(
        "`at` requires `by: cursor` or `by: link`; pages by \(by) are counted", at: section.location(of: "at"))
      return nil
    }
    if !isCounted, section.isGiven("first") {
      reader.report(
        "`first` requires `by: number` or `by: offset`; the \(by) comes from the response",
        at: section.location(of: "first"))
    }
    guard isCounted || section.isGiven("at") else {
      reader.report(
        "the key `at` is missing: path to the next page's \(by) in the response, for example `at: meta.next`",
        at: section.location)
      return nil
    }
    let more = section.writtenSection("more").flatMap { more in
      if more.scalars("any_of")?.isEmpty == true {
        reader.report("`any_of` is empty, so that every page would be the last", at: more.location(of: "any_of"))
      }
      return more.keyPath("at").map { Paging.More(at: $0, anyOf: more.scalars("any_of")?.map(\.text) ?? []) }
    }
    let style: Paging.Style
    switch by {
    case "number": style = .number(first: section.integer("first") ?? 1)
    case "offset": style = .offset(first: section.integer("first") ?? 0)
    default:
      guard let path = section.keyPath("at") else { return nil }
      style = by == "link" ? .link(at: path) : .cursor(at: path)
    }
    var paging = Paging(style: style, size: section.integer("size"), more: more, total: section.keyPath("total"))
    paging.maxPages = section.integer("max_pages") ?? Paging.defaultMaxPages
    return paging
  }

  /// The report's own paging, or its system's.
  mutating func paging(ofReport section: SpecSection, over inherited: Paging?) -> Paging? {
    guard section.isGiven("paging") else { return inherited }
    return section.text("paging") == "none" ? nil : paging(section.writtenSection("paging"))
  }

  /// The tokens that paging adds to a request: all of them if `section`, the file's own paging section, has an error.
  static func pageTokens(_ paging: Paging?, written section: SpecSection?) -> [String] {
    guard let paging else {
      return section == nil ? [] : ["page.number", "page.offset", "page.cursor", "page.size"]
    }
    return [paging.token, paging.size == nil ? nil : "page.size"].compactMap { $0 }
  }

  /// Checks that a request selects its page, in a place that can be omitted if the first page has no value.
  mutating func checkPages(
    _ paging: Paging?, in request: RequestTemplate?, grain: Grain, records: [String], _ section: SpecSection
  ) {
    guard let paging, let request else { return }
    let location = section.location(of: section.isGiven("paging") ? "paging" : "request")
    if grain == .request {
      reader.report("a response without rows has no pages; set `paging: none`", at: location)
      return
    }
    if records.isEmpty, let path = paging.next ?? paging.more?.at ?? paging.total {
      reader.report(
        "the response itself is the list of records and has no `\(FieldOrigin.KeyPath(path))`; "
          + "set `envelope.records`", at: location)
    }
    for path in [paging.next, paging.more?.at, paging.total].compactMap({ $0 })
    where !records.isEmpty && (path.starts(with: records) || records.starts(with: path)) {
      reader.report(
        "`\(FieldOrigin.KeyPath(path))` is the path of the records and cannot contain paging information", at: location)
    }
    guard let token = paging.token else { return }
    if !request.tokens.contains(token) {
      reader.report("the request does not contain {\(token)}, so that every page would be the first", at: location)
    }
    guard token == "page.cursor" else { return }
    let isElsewhere =
      request.path.tokens.contains(token) || request.headers.contains { $0.value.tokens.contains(token) }
      || request.body.hasInList(token)
    if isElsewhere {
      reader.report(
        "{page.cursor} is omitted from the first request; use it only in a value of `query`, `form` or `body`",
        at: section.location(of: "request"))
    }
  }
}

extension RequestBody {
  /// Returns true if a token is part of a list, whose elements have no keys.
  fileprivate func hasInList(_ token: String) -> Bool {
    guard case .json(let members) = self else { return false }
    return members.contains { $0.value.hasInList(token) }
  }
}

extension JSONTemplate {
  fileprivate func hasInList(_ token: String) -> Bool {
    switch self {
    case .text, .literal: false
    case .array: tokens.contains(token)
    case .object(let members): members.contains { $0.value.hasInList(token) }
    }
  }
}
