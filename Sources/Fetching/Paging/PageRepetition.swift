import Records

/// Finds out whether the last pages of a window repeat the pages before them: a source that ignores the page number may
/// begin again after any number of pages.
struct PageRepetition: Sendable {
  /// The digests of the pages with records, in order.
  private var digests: [RecordsDigest] = []
  /// For each distance, from 1, how many of the last pages equal the page that far before them.
  private var runs: [Int] = []

  /// Notes the next page. Returns the length of the shortest sequence of pages that has just come twice in a row; nil
  /// if there is none.
  mutating func period(after digest: RecordsDigest) -> Int? {
    var period: Int?
    for distance in stride(from: 1, through: digests.count, by: 1) {
      guard digests[digests.count - distance] == digest else {
        runs[distance - 1] = 0
        continue
      }
      runs[distance - 1] += 1
      // One equal page may be a coincidence; only a complete repetition counts.
      if period == nil, runs[distance - 1] >= distance { period = distance }
    }
    digests.append(digest)
    runs.append(0)
    return period
  }
}
