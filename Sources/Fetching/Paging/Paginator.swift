package import ConfigurationFiles
import Records

/// Decides after each response to a window if another page follows, and which one.
///
/// A window ends on proof: the response's own flag, a total that is reached, or a page without records. A page with
/// fewer records than requested is no proof, because some APIs cap page sizes silently.
package struct Paginator: Sendable {
  package enum Step: Hashable, Sendable {
    case turn
    case done
    /// The pages do not belong together: all of them must be read again.
    case broken(String)
  }

  private let paging: Paging?
  /// Masks secrets in what the source says.
  var redactor = SecretRedactor()
  /// The page to request.
  package private(set) var page = Page.first
  /// The total number of records that the source declares.
  package private(set) var total: Int?
  private var repetition = PageRepetition()
  /// The first page with a single record that an earlier page has too, perhaps by chance.
  package private(set) var lookalike: Page.Lookalike?
  /// An earlier cursor or link: meeting it again means a cycle. It is updated at every power of two (Brent's cycle
  /// detection).
  private var landmark: String?
  private var emptyPagesInARow = 0
  /// The most records of a page so far.
  private var fullestPage = 0

  /// The number of consecutive empty pages that declare more pages before this counts as an error of the source.
  package static let maxEmptyPages = 1_000

  package init(_ paging: Paging?) {
    self.paging = paging
  }

  /// Returns the step after an accepted response.
  package mutating func step(after report: ParsedResponse) -> Step {
    do throws(InconsistentPagesError) {
      return try turn(after: report) ? .turn : .done
    } catch {
      return .broken(error.reason)
    }
  }

  /// Moves to the page after a response; returns false if there is none.
  mutating func turn(after report: ParsedResponse) throws(InconsistentPagesError) -> Bool {
    guard let paging else { return false }
    try noteDigest(of: report)
    let records = page.recordsBefore + report.records
    try noteTotal(of: report, records: records, paging)
    let follows = try goesOn(after: report, records: records, paging)
    if let total, follows ? records > total : records != total {
      let pages = page.number == 1 ? "its one page has" : "its \(page.number) pages have"
      throw InconsistentPagesError("the source declares \(total) records in total, but \(pages) \(records)")
    }
    guard follows else { return false }
    fullestPage = max(fullestPage, report.records)
    try checkProgress(of: report, paging)
    page = Page(
      number: page.number + 1, recordsBefore: records, next: paging.next == nil ? nil : report.next,
      nextIsNumber: report.nextIsNumber)
    return true
  }

  /// Returns true if the last page is full and only a missing cursor or link marks it as the last: a catalog with a
  /// wrong path, or a response whose end lacks, would have the same symptom.
  ///
  /// Some sources omit the key on the last page, so that its absence alone proves nothing.
  package func endsInDoubt(_ report: ParsedResponse) -> Bool {
    guard let paging, paging.next != nil, paging.more == nil, total == nil, report.next == nil else { return false }
    if let size = paging.size, report.records >= size { return true }
    return report.lacksNext && page.number > 1 && report.records > 1 && report.records >= fullestPage
  }

  private mutating func noteDigest(of report: ParsedResponse) throws(InconsistentPagesError) {
    guard report.records > 0, let digest = report.digest else { return }
    switch repetition.note(digest, number: page.number) {
    case .page(let earlier):
      throw InconsistentPagesError(
        "page \(page.number) has the same records as page \(earlier); check that the request specifies the page")
    case .sequence(let period):
      throw InconsistentPagesError(
        "the last \(period) pages, up to page \(page.number), have the same records as the \(period) pages before them; "
          + "check that the request contains the page number")
    case .chance(let earlier):
      lookalike = lookalike ?? Page.Lookalike(number: page.number, earlier: earlier)
    case nil: break
    }
  }

  private mutating func noteTotal(of report: ParsedResponse, records: Int, _ paging: Paging)
    throws(InconsistentPagesError)
  {
    if let value = report.total {
      if let total, total != value {
        throw InconsistentPagesError(
          "the source declared \(total) records in total, but \(value) on page \(page.number)")
      }
      total = value
    } else if let path = paging.total, total == nil, records > 0 {
      throw InconsistentPagesError(
        "page \(page.number) has no total of records at `\(path.joined(separator: "."))`")
    }
  }

  private func goesOn(after report: ParsedResponse, records: Int, _ paging: Paging) throws(InconsistentPagesError)
    -> Bool
  {
    if let more = paging.more { return try saysMore(report, more, paging) }
    if paging.next != nil { return report.next != nil }
    return report.records > 0 && (total.map { records < $0 } ?? true)
  }

  private func saysMore(_ report: ParsedResponse, _ more: Paging.More, _ paging: Paging) throws(InconsistentPagesError)
    -> Bool
  {
    guard let value = report.more else {
      // A rule may classify a response without an envelope as empty; one with records needs the value, because its
      // absence would look like the end.
      guard report.hasRecords else { return false }
      throw InconsistentPagesError(
        "page \(page.number) has no value at `\(more.at.joined(separator: "."))`, which shows if more pages follow")
    }
    guard more.anyOf.contains(value) else {
      // The opposite of a truth value is the other one, and nothing else.
      let words = ["true", "false"]
      if !words.contains(value), more.anyOf.allSatisfy(words.contains) {
        throw InconsistentPagesError(
          "page \(page.number) has `\(SanitizedText(value, limit: 40, redactor: redactor))` as the value that shows if more pages follow; expected true or false"
        )
      }
      return false
    }
    if paging.next != nil, report.next == nil {
      throw InconsistentPagesError(
        "page \(page.number) declares that more pages follow, but has no cursor or link to them")
    }
    if case .offset = paging.style, report.records == 0 {
      throw InconsistentPagesError("page \(page.number) has no records, but declares that more pages follow")
    }
    return true
  }

  /// Pages that continue must make progress.
  private mutating func checkProgress(of report: ParsedResponse, _ paging: Paging) throws(InconsistentPagesError) {
    emptyPagesInARow = report.records == 0 ? emptyPagesInARow + 1 : 0
    guard emptyPagesInARow < Paginator.maxEmptyPages else {
      throw InconsistentPagesError(
        "\(emptyPagesInARow) pages in a row have no records, but the last one declares that more pages follow")
    }
    let isCounted = paging.next == nil && paging.more == nil
    // Counted pages with records end with the total.
    if page.number >= paging.maxPages, !isCounted || total == nil {
      let advice =
        isCounted
        ? "check that the request contains the page number, give `paging.total` or `paging.more` in the catalog, " : ""
      throw InconsistentPagesError(
        "\(page.number) pages were read and none is the last; \(advice)use larger pages or a shorter `chunk`, or raise "
          + "`paging.max_pages`", isFinal: true)
    }
    guard paging.next != nil, let next = report.next else { return }
    if next == landmark { throw InconsistentPagesError("page \(page.number) links to an earlier page") }
    if page.number & (page.number - 1) == 0 { landmark = next }
  }
}
