/// One of the answers that together hold a window's records.
package struct Page: Hashable, Sendable {
  /// Counted from 1.
  package var number: Int
  /// Records of the pages before it.
  package var recordsBefore: Int
  /// What the answer before gave to ask for it with: a cursor, or an address; nil for the first page and where pages are counted.
  package var next: String?
  /// The cursor came as a JSON number.
  package var nextIsNumber: Bool

  package init(number: Int, recordsBefore: Int, next: String?, nextIsNumber: Bool = false) {
    self.number = number
    self.recordsBefore = recordsBefore
    self.next = next
    self.nextIsNumber = nextIsNumber
  }

  package static let first = Page(number: 1, recordsBefore: 0, next: nil)
}
