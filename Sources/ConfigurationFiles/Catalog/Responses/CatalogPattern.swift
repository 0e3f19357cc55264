import Foundation

/// A regular expression of a catalog, matched in bounded time: an expression such as `(a+)+$` would otherwise keep a
/// run busy for years with one message of a server.
package struct CatalogPattern: Sendable {
  /// As the catalog has it.
  package let text: String
  private let expression: NSRegularExpression

  /// Pauses of the matcher, at about 10,000 steps each, before it gives up: about a second.
  private static let mostPauses = 2_000

  /// - Throws: if the text is not a regular expression.
  package init(_ text: String, ignoringCase: Bool = false) throws {
    self.text = text
    var options: NSRegularExpression.Options = [.dotMatchesLineSeparators]
    if ignoringCase { options.insert(.caseInsensitive) }
    expression = try NSRegularExpression(pattern: text, options: options)
  }

  /// The groups of the first match, the match itself first and nil for a group without text; nil if there is no match.
  ///
  /// - Throws: `CatalogPatternTimeout`.
  package func firstMatch(in text: some StringProtocol) throws(CatalogPatternTimeout) -> [String?]? {
    let text = String(text)
    var pauses = 0
    var found: NSTextCheckingResult?
    expression.enumerateMatches(
      in: text, options: .reportProgress, range: NSRange(location: 0, length: text.utf16.count)
    ) { match, flags, stop in
      if let match {
        found = match
        stop.pointee = true
      } else if flags.contains(.progress) {
        pauses += 1
        if pauses >= CatalogPattern.mostPauses { stop.pointee = true }
      } else if flags.contains(.internalError) {
        // The matcher has run out of its own memory, which takes as many steps.
        pauses = CatalogPattern.mostPauses
      }
    }
    if let found {
      return (0..<found.numberOfRanges).map { group in
        Range(found.range(at: group), in: text).map { String(text[$0]) }
      }
    }
    guard pauses < CatalogPattern.mostPauses else { throw CatalogPatternTimeout(pattern: self.text) }
    return nil
  }
}
