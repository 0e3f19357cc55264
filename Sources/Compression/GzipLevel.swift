/// The effort that libz spends on finding repetitions.
package enum GzipLevel: Hashable, Sendable {
  /// The default, between zlib's levels 5 and 6: files stay within 4 % of the size that level 6 gives, in about three
  /// quarters of its CPU time.
  ///
  /// Measured with zlib 1.2.13 on generated rows as CSV, as ratios to `pigz -6`: calls 1.010 of the size and 0.75 of
  /// the CPU time, messages 1.023 and 0.70, e-mails 1.027 and 0.65. `Benchmarks gzip` measures all levels.
  case standard
  /// zlib's levels: 0 (stored), 1 (fastest) to 9 (smallest).
  case level(Int)

  /// The level that libz starts with.
  var number: Int32 {
    switch self {
    case .standard: 6
    case .level(let number): Int32(clamping: number)
    }
  }

  /// Arguments of `deflateTune`; nil for a level as zlib defines it.
  var tuning: Tuning? {
    switch self {
    case .standard: Tuning(good: 4, lazy: 8, nice: 64, chain: 72)
    case .level: nil
    }
  }

  /// zlib's own names for the limits of its search.
  struct Tuning {
    /// A match of this length divides `chain` by four.
    var good: Int32
    /// After a match of this length, the next byte is not searched.
    var lazy: Int32
    /// A match of this length ends the search.
    var nice: Int32
    /// Earlier positions that are compared.
    var chain: Int32
  }
}
