import Declarations

/// An answer that was read, whatever it means.
struct PageAnswer: Sendable {
  var report: AnswerReport
  var receipt: RequestReceipt
  /// The address that was asked.
  var url: String
}

/// The pages of a window that were taken, and the one that is next.
struct PageProgress: Sendable {
  private var course: PageCourse
  private let paging: Paging?
  private let cap: Int?
  /// Of all pages that were taken.
  private var taken: RequestReceipt?
  /// Why there was nothing on the first page.
  private var emptyReason = ""

  init(_ source: SourceDeclaration) {
    paging = source.report.paging
    course = PageCourse(paging)
    cap = source.report.paging == nil ? nil : source.limits.records
  }

  /// The page to ask for.
  var page: Page { course.page }

  /// Takes in an answer that is whole: rows, or none. Returns what became of the window once no page follows.
  mutating func take(_ answer: PageAnswer, _ verdict: Verdict) throws(BrokenPages) -> WindowOutcome? {
    if page.number == 1 { emptyReason = verdict.reason }
    if isPromised, verdict.kind == .empty, !answer.report.hasRecords {
      throw BrokenPages("page \(page.number), the link of the previous page, failed with \(verdict.reason)")
    }
    var report = answer.report
    // From the page that it stands on, which may lie elsewhere than the first.
    if case .link = paging?.course { report.next = report.next.map { PageLink.absolute($0, on: answer.url) ?? $0 } }
    let endsInDoubt = course.endsInDoubt(report)
    let follows = try course.turn(after: report)
    var receipt = joined(with: answer)
    receipt.endsInDoubt = endsInDoubt
    if follows {
      taken = receipt
      return nil
    }
    // What is no rows is empty; a report without rows of its own has its verdict alone to tell it by.
    let isEmpty = receipt.pages == 1 ? verdict.kind == .empty : receipt.rows == 0
    return isEmpty ? .empty(receipt, reason: emptyReason) : .rows(receipt)
  }

  /// The source has said that there is such a page: by a cursor, a link, or in words.
  private var isPromised: Bool { page.number > 1 && (paging?.next != nil || paging?.more != nil) }

  /// What was taken, with an answer that is too large. Pages are cut at the cap of their sum, by which the window is split.
  func receipt(with answer: PageAnswer?) -> RequestReceipt? {
    guard let answer else { return nil }
    var receipt = joined(with: answer)
    if let cap { receipt.rows = max(receipt.rows, cap) }
    return receipt
  }

  private func joined(with answer: PageAnswer) -> RequestReceipt {
    var receipt = answer.receipt
    if var taken {
      taken.append(receipt)
      receipt = taken
    }
    if let total = answer.report.total ?? course.total { receipt.declared = total }
    return receipt
  }
}
