import Records

/// Finds pages of a window that repeat earlier ones: a source that ignores the requested page may begin again after any
/// number of pages, or return some pages twice.
///
/// Two events rarely look alike, and two pages of them never do. A page of a single record may repeat by chance if
/// records have no identifier, so that it counts only next to its twin or as part of a sequence of pages that came
/// twice in a row.
struct PageRepetition: Sendable {
  /// The last number of each distinct page with records.
  private var numbers: [RecordsDigest: Int] = [:]
  /// The digests of the pages with records, in order.
  private var digests: [RecordsDigest] = []
  /// For each distance, from 1, how many of the last pages equal the page that far before them.
  private var runs: [Int] = []

  enum Finding: Hashable {
    /// An earlier page has the same records.
    case page(Int)
    /// The last pages, a sequence of this length, have come twice in a row.
    case sequence(Int)
    /// An earlier page has the same single record, perhaps by chance.
    case chance(Int)
  }

  /// Notes the next page with records.
  mutating func note(_ digest: RecordsDigest, number: Int) -> Finding? {
    let period = period(after: digest)
    guard let earlier = numbers.updateValue(number, forKey: digest) else { return nil }
    if digest.count > 1 || earlier == number - 1 { return .page(earlier) }
    return period.map { .sequence($0) } ?? .chance(earlier)
  }

  /// Returns the length of the shortest sequence of pages that has just come twice in a row; nil if there is none.
  private mutating func period(after digest: RecordsDigest) -> Int? {
    var period: Int?
    for distance in stride(from: 1, through: digests.count, by: 1) {
      guard digests[digests.count - distance] == digest else {
        runs[distance - 1] = 0
        continue
      }
      runs[distance - 1] += 1
      if period == nil, runs[distance - 1] >= distance { period = distance }
    }
    digests.append(digest)
    runs.append(0)
    return period
  }
}
