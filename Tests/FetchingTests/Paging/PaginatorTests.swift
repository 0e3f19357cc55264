import ConfigurationFiles
import Fetching
import Records
import Testing

/// Tests the page that follows a response.
struct PaginatorTests {
  static let number = Paging(style: .number(first: 1), size: 3)
  static let counted = Paging(style: .number(first: 0), total: ["total"])
  static let offset = Paging(style: .offset(first: 1))
  static let cursor = Paging(style: .cursor(at: ["next"]))
  static let flagged = Paging(style: .cursor(at: ["next"]), more: Paging.More(at: ["more"], anyOf: ["true", "1"]))

  static func response(_ records: Int, next: String? = nil, more: String? = nil, total: Int? = nil) -> ParsedResponse {
    var report = ParsedResponse(records: records, hasRecords: true)
    report.next = next
    report.more = more
    report.total = total
    return report
  }

  static func digest(_ text: String, _ count: Int) -> RecordsDigest {
    var digest = RecordsDigest()
    for number in 0..<count { digest.add(Array("\(text) \(number)".utf8)[...]) }
    return digest
  }

  /// Returns the steps after these responses.
  static func steps(_ paging: Paging?, _ responses: [ParsedResponse]) -> [Paginator.Step] {
    var paginator = Paginator(paging)
    return responses.map { paginator.step(after: $0) }
  }

  @Test func `without paging one response is complete`() {
    #expect(Self.steps(nil, [Self.response(3, next: "a")]) == [.done])
  }

  @Test func `counted pages continue until one is empty, because a short page may be capped`() {
    #expect(
      Self.steps(Self.number, [Self.response(3), Self.response(1), Self.response(2), Self.response(0)])
        == [.turn, .turn, .turn, .done])
  }

  @Test func `reaching the total ends the pages without another request`() {
    #expect(Self.steps(Self.counted, [Self.response(3, total: 5), Self.response(2, total: 5)]) == [.turn, .done])
    #expect(Self.steps(Self.counted, [Self.response(0, total: 0)]) == [.done])
  }

  @Test func `pages are numbered and have a record offset`() {
    var paginator = Paginator(Self.offset)
    #expect(paginator.page == Page(number: 1, recordsBefore: 0, next: nil))
    _ = paginator.step(after: Self.response(3))
    #expect(paginator.page == Page(number: 2, recordsBefore: 3, next: nil))
    _ = paginator.step(after: Self.response(2))
    #expect(paginator.page == Page(number: 3, recordsBefore: 5, next: nil))
  }

  @Test func `a cursor is followed until it is missing, also over empty pages`() {
    var paginator = Paginator(Self.cursor)
    #expect(paginator.step(after: Self.response(3, next: "a")) == .turn)
    #expect(paginator.page.next == "a")
    #expect(paginator.step(after: Self.response(0, next: "b")) == .turn)
    #expect(paginator.page.next == "b")
    #expect(paginator.step(after: Self.response(1)) == .done)
  }

  @Test func `if the response has a flag for more pages, a cursor alone is ignored`() {
    #expect(
      Self.steps(Self.flagged, [Self.response(3, next: "a", more: "true"), Self.response(1, next: "a", more: "false")])
        == [.turn, .done])
    #expect(
      Self.steps(Self.flagged, [Self.response(3, next: "a")])
        == [.broken("page 1 has no value at `more`, which shows if more pages follow")])
    let truth = Paging(style: .number(first: 1), more: Paging.More(at: ["end"], anyOf: ["false"]))
    #expect(Self.steps(truth, [Self.response(3, more: "false"), Self.response(3, more: "true")]) == [.turn, .done])
    #expect(
      Self.steps(truth, [Self.response(3, more: "False")])
        == [.broken("page 1 has `False` as the value that shows if more pages follow; expected true or false")])
    // Like a response that a rule classifies as empty.
    #expect(Self.steps(Self.flagged, [ParsedResponse()]) == [.done])
    #expect(
      Self.steps(Self.flagged, [Self.response(3, more: "1")])
        == [.broken("page 1 declares that more pages follow, but has no cursor or link to them")])
  }

  @Test func `a repeated page is an error, because the source may ignore the requested page`() {
    func page(_ text: String, total: Int? = nil) -> ParsedResponse {
      var report = Self.response(3, total: total)
      report.digest = Self.digest(text, 3)
      return report
    }
    #expect(
      Self.steps(Self.number, [page("a"), page("b"), page("b")])
        == [.turn, .turn, .broken("page 3 has the same records as page 2; check that the request specifies the page")])
    #expect(
      Self.steps(Self.counted, [page("a", total: 9), page("a", total: 9)])
        == [.turn, .broken("page 2 has the same records as page 1; check that the request specifies the page")])
    #expect(
      Self.steps(Self.number, [page("a"), page("b"), page("a")])
        == [.turn, .turn, .broken("page 3 has the same records as page 1; check that the request specifies the page")])
  }

  @Test func `a page with the records of an earlier one in another order is an error`() {
    let texts = ["one", "two", "three"]
    func page(_ texts: [String]) -> ParsedResponse {
      var report = Self.response(3)
      var digest = RecordsDigest()
      for text in texts { digest.add(Array(text.utf8)[...]) }
      report.digest = digest
      return report
    }
    #expect(
      Self.steps(Self.number, [page(texts), page(["four", "five", "six"]), page(texts.reversed())])
        == [.turn, .turn, .broken("page 3 has the same records as page 1; check that the request specifies the page")])
    // Fewer records are not the same.
    #expect(
      Self.steps(Self.number, [page(texts), page(["one", "two"]), page(["two", "two"])]) == [.turn, .turn, .turn])
  }

  @Test func `a single record may look like an earlier one, but not like the one before it`() {
    func page(_ text: String) -> ParsedResponse {
      var report = Self.response(1)
      report.digest = Self.digest(text, 1)
      return report
    }
    var paginator = Paginator(Self.number)
    for text in ["a", "b", "a", "c", "b"] { #expect(paginator.step(after: page(text)) == .turn) }
    #expect(paginator.lookalike?.number == 3 && paginator.lookalike?.earlier == 1)
    #expect(
      paginator.step(after: page("b"))
        == .broken("page 6 has the same records as page 5; check that the request specifies the page"))
  }

  @Test func `more records than the total are an error before the last page`() {
    var cursor = Self.cursor
    cursor.total = ["total"]
    #expect(
      Self.steps(cursor, [Self.response(3, next: "a", total: 5), Self.response(3, next: "b", total: 5)])
        == [.turn, .broken("the source declares 5 records in total, but its 2 pages have 6")])
  }

  @Test(arguments: [2, 3, 7, 50])
  func `pages of one record that begin again after any number of pages are noticed after the second time`(_ period: Int)
  {
    var paginator = Paginator(Self.number)
    var steps: [Paginator.Step] = []
    // The first page does not come again.
    for number in -1..<(3 * period) {
      var page = Self.response(1)
      page.digest = Self.digest("\(number < 0 ? -1 : number % period)", 1)
      steps.append(paginator.step(after: page))
      if steps.last != .turn { break }
    }
    #expect(steps.count == 2 * period + 1)
    #expect(
      steps.last
        == .broken(
          "the last \(period) pages, up to page \(2 * period + 1), have the same records as the \(period) pages before them; check that the request contains the page number"
        ))
  }

  @Test func `a full last page is in doubt if only a missing cursor ends it`() {
    var sized = Self.cursor
    sized.size = 3
    let paginator = Paginator(sized)
    #expect(paginator.endsInDoubt(Self.response(3)))
    #expect(!paginator.endsInDoubt(Self.response(2)))
    #expect(!paginator.endsInDoubt(Self.response(3, next: "a")))
    #expect(!Paginator(Self.cursor).endsInDoubt(Self.response(3)))
    #expect(!Paginator(Self.number).endsInDoubt(Self.response(3)))
  }

  @Test func `a last page without the key of the next one is in doubt if it is as full as those before`() {
    var paginator = Paginator(Self.cursor)
    #expect(paginator.step(after: Self.response(3, next: "a")) == .turn)
    var last = Self.response(3)
    #expect(!paginator.endsInDoubt(last))
    last.lacksNext = true
    #expect(paginator.endsInDoubt(last))
    last.records = 2
    #expect(!paginator.endsInDoubt(last))
    // A single page may be all there is.
    last.records = 3
    #expect(!Paginator(Self.cursor).endsInDoubt(last))
  }

  @Test func `a total that is missed, exceeded or changed invalidates the pages`() {
    #expect(
      Self.steps(Self.counted, [Self.response(3, total: 5), Self.response(0, total: 5)])
        == [.turn, .broken("the source declares 5 records in total, but its 2 pages have 3")])
    #expect(
      Self.steps(Self.counted, [Self.response(3, total: 5), Self.response(3, total: 5)])
        == [.turn, .broken("the source declares 5 records in total, but its 2 pages have 6")])
    #expect(
      Self.steps(Self.counted, [Self.response(3, total: 5), Self.response(2, total: 6)])
        == [.turn, .broken("the source declared 5 records in total, but 6 on page 2")])
    #expect(
      Self.steps(Self.counted, [Self.response(3)])
        == [.broken("page 1 has no total of records at `total`")])
    #expect(Self.steps(Self.counted, [Self.response(0)]) == [.done])
    var cursor = Self.cursor
    cursor.total = ["total"]
    #expect(
      Self.steps(cursor, [Self.response(3, next: "a", total: 4), Self.response(2, total: 4)])
        == [.turn, .broken("the source declares 4 records in total, but its 2 pages have 5")])
  }

  @Test(arguments: [1, 2, 3, 7])
  func `cycles of cursors of any length are detected`(_ length: Int) {
    var paginator = Paginator(Self.cursor)
    var turns = 0
    var last = Paginator.Step.turn
    while last == .turn, turns < 100 {
      last = paginator.step(after: Self.response(1, next: "\(turns % length)"))
      turns += 1
    }
    #expect(last == .broken("page \(turns) links to an earlier page"))
    #expect(turns <= 4 * length + 1)
  }

  @Test func `an offset that does not advance and a thousand empty pages are errors`() {
    var offset = Self.offset
    offset.more = Paging.More(at: ["more"], anyOf: ["true"])
    #expect(
      Self.steps(offset, [Self.response(0, more: "true")])
        == [.broken("page 1 has no records, but declares that more pages follow")])
    var paginator = Paginator(Self.cursor)
    for page in 1..<Paginator.maxEmptyPages {
      #expect(paginator.step(after: Self.response(0, next: "\(page)")) == .turn)
    }
    #expect(
      paginator.step(after: Self.response(0, next: "last"))
        == .broken("1000 pages in a row have no records, but the last one declares that more pages follow"))
  }
}
