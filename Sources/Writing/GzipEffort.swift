/// How hard gzip looks for repetitions.
package enum GzipEffort: Hashable, Sendable {
  /// Where nobody chose a level: the least CPU time that stays within 5 % of the size at level 6 on every shape of rows
  /// that was measured, with some room.
  ///
  /// Against level 6, call records come out 0.3 % larger as CSV and 1 % smaller as NDJSON, at 83 % of the CPU time;
  /// messages of some hundred bytes 3 % larger at 73 %, e-mails 3.5 % larger at 66 %. Level 5 is no choice: it makes
  /// messages 8 % and e-mails 11 % larger. Level 9 saves 1 % at most and takes 1.3 to 1.7 times as long.
  /// `Benchmarks gzip` shows speed and ratio of them all.
  case standard
  /// zlib's: 0 (stored) to 9 (smallest).
  case level(Int)
}

/// What zlib calls `good_length`, `max_lazy`, `nice_length` and `max_chain`: the lengths of matches that make it look
/// less far, look no further for a better one at the next byte, and stop at once; and how many places it looks at.
struct GzipSearch {
  var good: Int32
  var lazy: Int32
  var nice: Int32
  var chain: Int32
}

extension GzipEffort {
  var level: Int {
    switch self {
    case .standard: 6
    case .level(let level): level
    }
  }

  /// Nil where zlib's own values for the level are meant.
  var search: GzipSearch? {
    switch self {
    // Level 6 has 8, 16, 128 and 128. Half the chain saves most of the time; twice the `max_lazy` costs little, and is
    // what makes NDJSON smaller.
    case .standard: GzipSearch(good: 4, lazy: 32, nice: 64, chain: 64)
    case .level: nil
    }
  }
}
