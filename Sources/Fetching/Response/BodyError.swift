/// The reason why a body cannot be used.
package struct BodyError: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// It ends before its document does.
    case cut
    /// It is not JSON, or not of the envelope's form.
    case malformed
    /// A single record is beyond what is read, in length or depth: another try would bring the same.
    case beyondLimits
    /// The body has more bytes than the source may send: a part of the window would fit.
    case tooLarge
  }

  package var kind: Kind
  /// A description, for example "not JSON at byte 0: `<html>`".
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
