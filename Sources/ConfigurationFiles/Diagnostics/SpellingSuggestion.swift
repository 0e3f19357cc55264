/// Suggests the word that was probably meant.
package enum SpellingSuggestion {
  /// Returns the candidate with the fewest typing errors compared with `word`, if there are few enough; otherwise one
  /// that contains it or is contained in it.
  package static func of(_ word: String, among candidates: [String]) -> String? {
    if let slip = slip(of: word, among: candidates) { return slip }
    let written = word.lowercased()
    return candidates.first { written.count >= 3 && $0.lowercased().hasPrefix(written) }
      ?? candidates.first {
        min($0.count, written.count) >= 4 && ($0.lowercased().contains(written) || written.contains($0.lowercased()))
      } ?? candidates.first { bare(written).count >= 4 && bare($0.lowercased()).hasPrefix(bare(written)) }
  }

  /// Returns the text without separators between words.
  private static func bare(_ word: String) -> String {
    word.filter { $0.isLetter || $0.isNumber }
  }

  /// Returns the candidate with the fewest typing errors compared with `word`, if there are few enough for its length.
  static func slip(of word: String, among candidates: [String]) -> String? {
    let written = word.lowercased()
    let allowed = written.count <= 3 ? 1 : written.count <= 8 ? 2 : 3
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where abs(candidate.count - word.count) <= allowed {
      let distance = distance(written, candidate.lowercased())
      // Replacing every letter of a short word is not a typing error.
      guard distance <= allowed, distance < max(written.count, candidate.count) else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// `; did you mean \`x\`?`, or nothing.
  package static func hint(for word: String, among candidates: [String]) -> String {
    of(word, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
  }

  /// The number of letters inserted, dropped, replaced or swapped with their neighbour.
  private static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
        var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}

extension [String] {
  /// `a, b or c`.
  func joinedAsChoice() -> String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " or " + last
  }
}
