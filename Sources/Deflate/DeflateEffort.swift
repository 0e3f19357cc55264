/// How hard repetitions are looked for.
package enum DeflateEffort: Hashable, Sendable {
  /// Where nobody chose a level: the least CPU time that stays within 5 % of the size at zlib's level 6 on every shape of
  /// rows that was measured, with some room.
  ///
  /// Against zlib's level 6, call records come out 8 % smaller, both as CSV and as NDJSON, messages of some hundred bytes
  /// 1 % larger or as large, e-mails 3 % larger, in a third to a half of its CPU time. `Benchmarks gzip` shows speed and
  /// ratio of all levels.
  case standard
  /// 0 (stored), 1 (fastest) to 9 (smallest).
  case level(Int)
}

/// How far a parser goes for longer copies.
struct MatchSearch: Hashable, Sendable {
  /// How many earlier positions are looked at.
  var chain: Int
  /// A copy of this length is taken without a further look.
  var nice: Int = DeflateAlphabet.longestCopy
  /// After a copy of this length, none is looked for at the next byte; 0 for never.
  var lazy: Int = DeflateAlphabet.longestCopy
}

extension DeflateEffort {
  /// Nil where content is stored as it is.
  var search: MatchSearch? {
    switch self {
    case .standard: MatchSearch(chain: 24)
    case .level(let level): DeflateEffort.searches[level]
    }
  }

  /// By level. On rows of every shape that was measured, a level is no larger than the one before it, nor than
  /// zlib's.
  private static let searches: [MatchSearch?] = [
    nil,
    MatchSearch(chain: 3, nice: 32, lazy: 0),
    MatchSearch(chain: 6, nice: 64, lazy: 24),
    MatchSearch(chain: 9, nice: 130, lazy: 32),
    MatchSearch(chain: 12, nice: 130, lazy: 130),
    MatchSearch(chain: 16),
    MatchSearch(chain: 72),
    MatchSearch(chain: 120),
    MatchSearch(chain: 300),
    MatchSearch(chain: 1_000),
  ]
}
