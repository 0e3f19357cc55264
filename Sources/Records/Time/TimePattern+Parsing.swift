/// The letters in which files write time patterns.
extension TimePattern {
  package struct SyntaxError: Error, Hashable {
    package var reason: String
  }

  package init(_ text: String) throws(SyntaxError) {
    let parts = try TimePattern.parts(of: text)
    if parts.contains(.hourOfHalf) != parts.contains(.halfOfDay) {
      throw SyntaxError(reason: "`hh` (hour of 1 to 12) and `a` (AM or PM) require each other")
    }
    if parts.contains(.hourOfHalf), parts.contains(.hour) { throw SyntaxError(reason: "use only one of `HH` and `hh`") }
    self.init(parts: parts, text: text)
  }

  /// The letters of each part, longer ones before those that begin like them.
  package static let letters: [(String, Part)] = [
    ("yyyy", .year), ("MM", .month), ("dd", .day), ("HH", .hour), ("hh", .hourOfHalf), ("a", .halfOfDay),
    ("mm", .minute), ("ss", .second), ("SSSSSS", .microsecond), ("SSS", .millisecond), ("XXX", .offset),
  ]

  /// Consumes the quoted text at the start of `rest`; `''` represents a quote, alone and within the text.
  private static func quoted(_ rest: inout Substring) throws(SyntaxError) -> String {
    var text = ""
    while true {
      guard let close = rest.dropFirst().firstIndex(of: "'") else {
        throw SyntaxError(reason: "the quote is not closed")
      }
      text += rest[rest.index(after: rest.startIndex)..<close]
      rest = rest[rest.index(after: close)...]
      guard rest.first == "'" else { return text.isEmpty ? "'" : text }
      text += "'"
    }
  }

  private static func parts(of text: String) throws(SyntaxError) -> [Part] {
    if text == "epoch_seconds" { return [.epochSeconds] }
    if text == "epoch_milliseconds" { return [.epochMilliseconds] }
    var parts: [Part] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == "'" {
        parts.append(.literal(try quoted(&rest)))
      } else if first.isLetter {
        guard let (letters, part) = letters.first(where: { rest.hasPrefix($0.0) }) else {
          throw SyntaxError(
            reason: "unknown letter `\(first)`; known: yyyy MM dd HH hh a mm ss SSS SSSSSS XXX; "
              + "put other text in single quotes")
        }
        parts.append(part)
        rest = rest.dropFirst(letters.count)
      } else {
        parts.append(.literal(String(first)))
        rest = rest.dropFirst()
      }
    }
    guard !parts.isEmpty else { throw SyntaxError(reason: "the pattern is empty") }
    return parts
  }
}
