import Reading
import Records

/// A guess at the envelope of the records: the value that shows success, the record count, and signs that the response
/// may be incomplete.
package struct EnvelopeGuess: Sendable {
  /// A key and the text there, which means success.
  package var success: (at: [String], text: String)?
  /// The path of the record count; if it is part of a text, the text with `{count}` instead of the number.
  package var declared: (at: [String], sample: String?)?
  package var message: [String]?
  /// Signs that the response is one of several pages, as text.
  package var pageSigns: [String] = []

  private static let successTexts: [String: Set<String>] = [
    "status": ["200", "true", "ok", "OK", "success", "SUCCESS", "Success"], "success": ["true"], "ok": ["true"],
    "code": ["200", "ok", "OK", "success"], "statuscode": ["200"], "status_code": ["200"], "errorcode": ["0"],
    "error_code": ["0"], "errcode": ["0"], "result": ["ok", "OK", "success", "SUCCESS"],
  ]
  private static let messageKeys: Set<String> = [
    "message", "msg", "detail", "details", "description", "error_message", "errormessage", "reason",
  ]
  private static let countWords: Set<String> = ["count", "total", "records", "rows", "results", "hits", "found", "num"]
  private static let pageWords: Set<String> = ["next", "cursor", "more", "continuation", "nexttoken"]

  init(_ outline: ResponseOutline, records: RecordPathSearch.Candidate) {
    // Values outside the records, at every level of their path.
    for depth in 0..<records.path.count {
      let path = Array(records.path.prefix(depth))
      for index in outline.node(at: path)?.keys ?? [] {
        let node = outline.nodes[index]
        note(node, at: path + [node.key], recordCount: records.isSingle ? nil : records.recordCount)
        for inner in node.keys where FieldName(node.key).words != FieldName(records.path.last ?? "").words {
          noteCount(
            outline.nodes[inner], at: path + [node.key, outline.nodes[inner].key],
            recordCount: records.isSingle ? nil : records.recordCount)
        }
      }
    }
  }

  private mutating func note(_ node: ResponseOutline.Node, at path: [String], recordCount: Int?) {
    guard let scalar = node.firstScalar, !scalar.isCut, let text = scalar.unescapedText else { return }
    let key = node.key.lowercased()
    if success == nil, EnvelopeGuess.successTexts[key]?.contains(text) == true { success = (path, text) }
    if message == nil, scalar.kind == .string, EnvelopeGuess.messageKeys.contains(key) { message = path }
    noteCount(node, at: path, recordCount: recordCount)
  }

  private mutating func noteCount(_ node: ResponseOutline.Node, at path: [String], recordCount: Int?) {
    guard let scalar = node.firstScalar, !scalar.isCut, let text = scalar.unescapedText else { return }
    let words = FieldName(node.key).words
    if words.contains(where: { EnvelopeGuess.pageWords.contains($0) }), !["", "false", "0"].contains(text) {
      pageSigns.append("`\(path.joined(separator: "."))` links to more records")
    }
    guard let recordCount else { return }
    let digits = text.drop { !$0.isNumber }.prefix { $0.isNumber && $0.isASCII }
    guard let number = Int(digits) else { return }
    let isCountKey = words.contains { EnvelopeGuess.countWords.contains($0) }
    if digits.count == text.count {
      guard isCountKey else { return }
      if number == recordCount, declared == nil { declared = (path, nil) }
      if number > recordCount { pageSigns.append("`\(path.joined(separator: "."))` is \(number)") }
    } else if declared == nil, number == recordCount, text.count <= 100, !text.contains(where: { "{}".contains($0) }),
      FieldName(text).words.contains(where: { EnvelopeGuess.countWords.contains($0) || $0 == "record" })
    {
      declared = (path, text[..<digits.startIndex] + "{count}" + text[digits.endIndex...])
    }
  }
}
