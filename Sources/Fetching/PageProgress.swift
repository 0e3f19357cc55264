import Declarations
import Records

/// A response that was read, before its classification.
struct PageAnswer: Sendable {
  var report: AnswerReport
  var receipt: RequestReceipt
  /// The requested URL.
  var url: String
  /// Knows the secrets that were in use.
  var redactor = SecretRedactor()
}

/// The pages of a window that were taken, and the one that is next.
struct PageProgress: Sendable {
  private var course: PageCourse
  private let paging: Paging?
  private let cap: Int?
  /// The receipt of all accepted pages.
  private var taken: RequestReceipt?
  /// Why there was nothing on the first page.
  private var emptyReason = ""

  init(_ source: SourceDeclaration) {
    paging = source.report.paging
    course = PageCourse(paging)
    cap = source.report.paging == nil ? nil : source.limits.records
  }

  /// The page to request.
  var page: Page { course.page }

  /// Accepts a complete response with or without rows. Returns the outcome of the window once no page follows.
  mutating func take(_ answer: PageAnswer, _ verdict: Verdict) throws(BrokenPages) -> WindowOutcome? {
    if page.number == 1 { emptyReason = verdict.reason }
    if isPromised, verdict.kind == .empty, !answer.report.hasRecords {
      throw BrokenPages("page \(page.number), the link of the previous page, failed with \(verdict.reason)")
    }
    course.redactor = answer.redactor
    var report = answer.report
    // Resolved against the page that contains it, which may have a different URL than the first page.
    if case .link = paging?.course { report.next = report.next.map { PageLink.absolute($0, on: answer.url) ?? $0 } }
    let endsInDoubt = course.endsInDoubt(report)
    let follows = try course.turn(after: report)
    var receipt = joined(with: answer)
    receipt.endsInDoubt = endsInDoubt
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
