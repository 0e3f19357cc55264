/// One of the responses that together contain a window's records.
package struct Page: Hashable, Sendable {
  /// Counted from 1.
  package var number: Int
  /// Records of the pages before it.
  package var recordsBefore: Int
  /// The cursor or URL from the previous response; nil for the first page and for counted pages.
  package var next: String?
  /// The cursor came as a JSON number.
  package var nextIsNumber: Bool

  package init(number: Int, recordsBefore: Int, next: String?, nextIsNumber: Bool = false) {
    self.number = number
    self.recordsBefore = recordsBefore
    self.next = next
    self.nextIsNumber = nextIsNumber
  }

  /// A page with the same single record as an earlier one.
  package struct Lookalike: Hashable, Sendable {
    package var number: Int
    package var earlier: Int
  }

  package static let first = Page(number: 1, recordsBefore: 0, next: nil)
}
