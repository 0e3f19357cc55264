extension ReadError {
  /// The place where a truncated body ends.
  enum CutPosition {
    /// Before anything but whitespace.
    case nowhere
    /// Outside the records.
    case document
    /// In the array of records, after this many records.
    case records(after: Int)
    /// In a record, numbered from 1.
    case record(Int)
  }

  init(cutIn place: CutPosition, at position: Int) {
    let words =
      switch place {
      case .nowhere: "the body is empty"
      case .document: "the body ends inside the document after \(position) bytes"
      case .records(0): "the body ends inside the array of records, before the first, after \(position) bytes"
      case .records(let count):
        "the body ends inside the array of records, after record \(count), after \(position) bytes"
      case .record(let number): "the body ends inside record \(number) after \(position) bytes"
      }
    self.init(.cut, at: position, words)
  }

  static func bodyTooLong(_ limit: Int) -> ReadError {
    ReadError(.tooLarge, at: limit, "the body is longer than its limit of \(limit) bytes")
  }

  /// - Parameters:
  ///   - record: the number of the current record, from 1.
  ///   - path: the keys of the records.
  ///   - following: the body from the error on.
  init(
    _ error: ScanError, at position: Int, record: Int?, path: [String], limits: ReadingLimits,
    following: ArraySlice<UInt8>
  ) {
    let subject = record.map { "record \($0)" } ?? "the response"
    let place = path.isEmpty ? "the response is" : "the records at `\(path.joined(separator: "."))` are"
    var kind = Kind.malformed
    let words: String
    switch error {
    case .tooDeep:
      kind = .limit
      words = "\(subject) is nested deeper than \(limits.depth) levels at byte \(position)"
    case .recordTooLong:
      kind = .limit
      words = "\(subject) at byte \(position) is longer than its limit of \(limits.recordBytes) bytes"
    case .noRecord(let found):
      words = "\(subject) at byte \(position) is \(found.words); expected an object"
    case .noRecords(let found):
      words = "\(place) \(found.words) at byte \(position); expected an array or an object"
    case .secondRecords:
      words =
        "the response contains its records twice: a key of `\(path.joined(separator: "."))` is duplicated at byte \(position)"
    case .html:
      words = "the body is HTML, not JSON"
    case .noKey, .noKeyOrEnd, .noColon, .noCommaOrBrace, .noCommaOrBracket, .noValue, .badNumber, .badLiteral,
      .trailingText:
      words = "\(subject) is not JSON: expected \(error.expectation) at byte \(position)"
    }
    self.init(kind, at: position, words, following: following)
  }
}

extension ScanError {
  /// The token that JSON's grammar requires.
  fileprivate var expectation: String {
    switch self {
    case .noKey: "a key in quotes"
    case .noKeyOrEnd: "a key in quotes or `}`"
    case .noColon: "a colon"
    case .noCommaOrBrace: "a comma or `}`"
    case .noCommaOrBracket: "a comma or `]`"
    case .noValue: "a value"
    case .badNumber: "a valid number"
    case .badLiteral: "true, false or null"
    case .trailingText: "nothing after the document"
    case .tooDeep, .recordTooLong, .noRecord, .noRecords, .secondRecords, .html: "something else"
    }
  }
}
