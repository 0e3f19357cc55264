/// The ends at which a text is only a part of a longer one.
package struct TextCut: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let start = TextCut(rawValue: 1)
  package static let end = TextCut(rawValue: 2)
}
