import ConfigurationFiles
import Fetching
import Reading
import Records

/// The capture indices of a response's paging values.
struct PagingFields: Sendable {
  private let paging: Paging
  private let next: Int?
  private let more: Int?
  private let total: Int?

  /// - Parameter index: gives a path its place among the captures.
  init(_ paging: Paging, _ index: (_ path: [String]) -> Int) {
    self.paging = paging
    next = paging.next.map(index)
    more = paging.more.map { index($0.at) }
    total = paging.total.map(index)
  }

  /// Copies the paging values into a report. A value of an unexpected kind is an error, because it would be mistaken
  /// for the end of the pages.
  func read(_ captured: [CapturedValue?], into report: inout ParsedResponse) {
    var errors: [String] = []
    report.lacksNext = next.map { captured[$0] == nil } ?? false
    if let value = next.flatMap({ captured[$0] }) {
      switch value.kind {
      case .string, .number:
        report.next = value.unescapedText.flatMap { $0.isEmpty ? nil : $0 }
        report.nextIsNumber = value.kind == .number
        if value.isCut { errors.append("the value at `\(words(paging.next))` is longer than 64 KiB") }
      // Nothing, and false, lead nowhere.
      case .missing: report.lacksNext = true
      case .null, .false: break
      case .true, .array, .object:
        errors.append(
          "the value at `\(words(paging.next))` is \(value.kind.words); expected a cursor or link to the next page")
      }
    }
    if let value = more.flatMap({ captured[$0] }) {
      if value.kind == .array || value.kind == .object {
        errors.append(
          "the value at `\(words(paging.more?.at))` is \(value.kind.words); expected a value that shows if more pages follow"
        )
      }
      report.more = value.unescapedText
    }
    if let value = total.flatMap({ captured[$0] }), let text = value.unescapedText {
      if case .count(let count) = RecordCountParser.parse(text, isJSONNumber: value.kind == .number) {
        report.total = count
      } else {
        errors.append("the value at `\(words(paging.total))` is not a number of records")
      }
    }
    if report.error == nil, report.hasRecords, let error = errors.first { report.error = BodyError(.malformed, error) }
  }

  private func words(_ path: [String]?) -> String { path?.joined(separator: ".") ?? "" }
}

extension ValueRef.Kind {
  /// The kind, for messages.
  fileprivate var words: String {
    switch self {
    case .array: "an array"
    case .object: "an object"
    case .true, .false: "a boolean"
    case .string: "a text"
    case .number: "a number"
    case .null, .missing: "nothing"
    }
  }
}
