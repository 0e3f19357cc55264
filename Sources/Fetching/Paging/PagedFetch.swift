import ConfigurationFiles
import Records

/// The pages of a window that were taken, and the one that is next.
struct PagedFetch: Sendable {
  private var paginator: Paginator
  private let paging: Paging?
  private let cap: Int?
  /// The receipt of all accepted pages.
  private var taken: RequestReceipt?
  /// The reason why there was nothing on the first page.
  private var emptyReason = ""

  init(_ source: SourceDeclaration) {
    paging = source.report.paging
    paginator = Paginator(paging)
    cap = source.report.paging == nil ? nil : source.limits.records
  }

  /// The page to request.
  var page: Page { paginator.page }

  /// Accepts a complete response with or without rows. Returns the outcome of the window once no page follows.
  mutating func take(_ response: PageResponse, _ verdict: Verdict) throws(InconsistentPagesError) -> WindowOutcome? {
    if page.number == 1 { emptyReason = verdict.reason }
    if isPromised, verdict.kind == .empty, !response.report.hasRecords {
      throw InconsistentPagesError("page \(page.number), the link of the previous page, failed with \(verdict.reason)")
    }
    paginator.redactor = response.redactor
    var report = response.report
    // Resolved against the page that contains it, which may have a different URL than the first page.
    if case .link = paging?.style { report.next = report.next.map { PageLink.absolute($0, on: response.url) ?? $0 } }
    let endsInDoubt = paginator.endsInDoubt(report)
    let follows = try paginator.turn(after: report)
    var receipt = joined(with: response)
    receipt.endsInDoubt = endsInDoubt
    receipt.lookalike = paginator.lookalike
    if follows {
      taken = receipt
      return nil
    }
    // A window without rows is empty; a report without rows of its own is distinguished only by its verdict.
    let isEmpty = receipt.pages == 1 ? verdict.kind == .empty : receipt.rows == 0
    return isEmpty ? .empty(receipt, reason: emptyReason) : .rows(receipt)
  }

  /// True if the source declared that this page exists: by a cursor, a link, or a flag.
  private var isPromised: Bool { page.number > 1 && (paging?.next != nil || paging?.more != nil) }

  /// Returns the receipt of the accepted pages, including a response that is too large. Pages are split at the cap of
  /// their sum, which determines the window's split.
  func receipt(with response: PageResponse?) -> RequestReceipt? {
    guard let response else { return nil }
    var receipt = joined(with: response)
    if let cap { receipt.rows = max(receipt.rows, cap) }
    return receipt
  }

  private func joined(with response: PageResponse) -> RequestReceipt {
    var receipt = response.receipt
    if var taken {
      taken.append(receipt)
      receipt = taken
    }
    if let total = response.report.total ?? paginator.total { receipt.declared = total }
    return receipt
  }
}
