/// Why an answer cannot be read to its end.
package struct AnswerFault: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// The body ends before the document does, or is empty.
    case cut
    /// The body is no JSON, or its records are not where and what they should be.
    case malformed
    /// The body is longer than `ReadingLimits.bodyBytes`: a shorter window would have a shorter body.
    case tooLarge
    /// A record is too long, or something is nested too deep: asking again changes nothing.
    case limit
  }

  package var kind: Kind
  /// Offset in the body, from 0, of the first byte that does not fit.
  package var position: Int
  /// What is wrong and where, with a short excerpt of the body where that helps.
  package var description: String

  /// The most bytes of the body that `description` quotes.
  static let excerptBytes = 40

  init(_ kind: Kind, at position: Int, _ description: String) {
    self.kind = kind
    self.position = position
    self.description = description
  }

  /// `words`, then the printable part of `following`, the body from the fault on: at most `excerptBytes` of it, as
  /// one line.
  init(_ kind: Kind, at position: Int, _ words: String, following: ArraySlice<UInt8>) {
    let isCut = following.count > AnswerFault.excerptBytes
    var bytes = following.prefix(AnswerFault.excerptBytes)
    if isCut {
      // A character of several bytes at the cut goes as a whole.
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
