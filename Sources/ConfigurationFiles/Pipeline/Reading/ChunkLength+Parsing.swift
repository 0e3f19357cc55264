extension ChunkLength {
  /// Reads `1 day`, `15 minutes`, `1 month`; nil for anything else.
  package init?(written text: String) {
    guard let quantity = Quantity(text), quantity.thousandths % 1_000 == 0,
      (1_000...10_000_000).contains(quantity.thousandths),
      let unit = Unit.allCases.first(where: { [$0.rawValue, $0.rawValue + "s"].contains(quantity.unit) })
    else { return nil }
    self.init(count: quantity.thousandths / 1_000, unit: unit)
  }

  static func hint(for text: String) -> String {
    if let quantity = Quantity(text), quantity.thousandths == 0 { return "; a chunk cannot be empty" }
    if let quantity = Quantity(text), quantity.thousandths % 1_000 != 0 { return "; use a whole number" }
    let words = Unit.allCases.flatMap { [$0.rawValue, $0.rawValue + "s"] }
    if let unit = text.split(separator: " ").last, text.contains(" ") {
      return SpellingSuggestion.hint(for: String(unit), among: words)
    }
    return words.contains(text) ? "; did you mean `1 \(text)`?" : ""
  }

  /// A length in seconds that no chunk of this kind exceeds; a month counts as 31 days, and clock changes are ignored.
  var longestSeconds: Int64 {
    let unitSeconds: Int64 =
      switch unit {
      case .minute: 60
      case .hour: 3_600
      case .day: 86_400
      case .week: 604_800
      case .month: 31 * 86_400
      }
    return Int64(count) * unitSeconds
  }
}
