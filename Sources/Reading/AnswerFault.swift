/// The reason why a response cannot be read completely.
package struct AnswerFault: Error, Hashable, Sendable, CustomStringConvertible {
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
  package var description: String

  /// The most bytes of the body that `description` quotes.
  static let excerptBytes = 40

  init(_ kind: Kind, at position: Int, _ description: String) {
    self.kind = kind
    self.position = position
    self.description = description
  }

  /// Appends the printable part of `following`, the body from the error on: at most `excerptBytes` of it, on one line.
  init(_ kind: Kind, at position: Int, _ words: String, following: ArraySlice<UInt8>) {
    let isCut = following.count > AnswerFault.excerptBytes
    var bytes = following.prefix(AnswerFault.excerptBytes)
    if isCut {
      // A multibyte character at the end of the excerpt is removed completely.
      while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
      if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
    }
    let printable = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
      default: true
      }
    }
    let excerpt = String(String.UnicodeScalarView(printable))
    self.init(kind, at: position, excerpt.isEmpty ? words : "\(words): `\(excerpt)\(isCut ? "..." : "")`")
  }
}
