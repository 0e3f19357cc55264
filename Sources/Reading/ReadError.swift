package import Records

/// The reason why a response cannot be read completely.
package struct ReadError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// The body ends before the document does, or is empty.
    case cut
    /// The body is not JSON, or its records are missing or have the wrong type.
    case malformed
    /// The body is longer than `ReadingLimits.bodyBytes`: a shorter window would have a shorter body.
    case tooLarge
    /// A record is too long, or nesting is too deep: a retry would return the same.
    case limit
  }

  package var kind: Kind
  /// Offset in the body, from 0, of the first byte that does not fit.
  package var position: Int
  /// The error and its position, with a short excerpt of the body if that helps.
  package var description: String { description(redactor: SecretRedactor()) }

  /// The most bytes of the body that `description` quotes.
  static let excerptBytes = 40

  private var problem: String
  /// The body from the fault on, at most `excerptBytes` of it.
  private var excerpt = ""
  private var cut: TextCut = []

  init(_ kind: Kind, at position: Int, _ problem: String) {
    self.kind = kind
    self.position = position
    self.problem = problem
  }

  /// - Parameter following: the body from the fault on.
  init(_ kind: Kind, at position: Int, _ problem: String, following: ArraySlice<UInt8>) {
    self.init(kind, at: position, problem)
    var bytes = following.prefix(ReadError.excerptBytes)
    cut = position > 0 ? .start : []
    if following.count > ReadError.excerptBytes {
      cut.insert(.end)
      // A multibyte character at the end of the excerpt is removed completely.
      while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
      if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
    }
    excerpt = String(decoding: bytes, as: UTF8.self)
  }

  /// The error and its position, with an excerpt without secrets.
  package func description(redactor: SecretRedactor) -> String {
    let shown = SanitizedText(excerpt, redactor: redactor, cut: cut).text
    return ["", "…"].contains(shown) ? problem : "\(problem): `\(shown)`"
  }
}
