package import Records

/// The handling of unexpected records and values.
package struct RulesDeclaration: Hashable, Sendable {
  package var unknownFields: UnknownFields
  package var badValues: BadValuePolicy
  package var badText: BadTextPolicy
  /// U+0000 in text is kept; otherwise it is bad text.
  package var keepsNUL: Bool
  package var emptyChunks: EmptyChunks
  /// The share of a chunk's records (0...1) that may be rejected before the chunk fails; nil: any.
  package var maxRejects: Double?

  package enum UnknownFields: String, CaseIterable, Sendable {
    case ignore
    case report
    case fail
    /// Into a JSON column `_extra`, the last one.
    case keep
  }

  package enum EmptyChunks: String, CaseIterable, Sendable {
    case skip
    /// A file with a header, or none of content.
    case write
  }

  package init(
    unknownFields: UnknownFields = .report, badValues: BadValuePolicy = .quarantine, badText: BadTextPolicy = .replace,
    keepsNUL: Bool = false, emptyChunks: EmptyChunks = .skip, maxRejects: Double? = nil
  ) {
    self.unknownFields = unknownFields
    self.badValues = badValues
    self.badText = badText
    self.keepsNUL = keepsNUL
    self.emptyChunks = emptyChunks
    self.maxRejects = maxRejects
  }
}
