/// How the records of one window come in several answers: which page a request asks for, and what an answer says of the next.
package struct Paging: Hashable, Sendable {
  package enum Course: Hashable, Sendable {
    /// `{page.number}` counts the pages from `first` on.
    case number(first: Int)
    /// `{page.offset}` is `first` and the number of records that came before.
    case offset(first: Int)
    /// `{page.cursor}` is what the answer before has at this path; what holds it is left out of the first request.
    case cursor(at: [String])
    /// The answer has the next page's whole address at this path.
    case link(at: [String])
  }

  package var course: Course
  /// `{page.size}`: the records that a page is asked to hold.
  package var size: Int?
  /// Where an answer tells that pages follow, and the texts that mean it; nil: the course itself tells.
  package var more: More?
  /// Where an answer tells the number of records of all pages.
  package var total: [String]?

  package struct More: Hashable, Sendable {
    package var at: [String]
    package var anyOf: [String]

    package init(at: [String], anyOf: [String]) {
      self.at = at
      self.anyOf = anyOf
    }
  }

  package init(course: Course, size: Int? = nil, more: More? = nil, total: [String]? = nil) {
    self.course = course
    self.size = size
    self.more = more
    self.total = total
  }

  /// Where an answer has what leads to the next page; nil: we count.
  package var next: [String]? {
    switch course {
    case .cursor(let path), .link(let path): path
    case .number, .offset: nil
    }
  }

  /// The token by which a request says which page it wants; nil: its address says it.
  package var token: String? {
    switch course {
    case .number: "page.number"
    case .offset: "page.offset"
    case .cursor: "page.cursor"
    case .link: nil
    }
  }
}
