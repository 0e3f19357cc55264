import Loading

/// Formats the result of a load in one line.
enum LoadFormatter {
  /// `calls: 2 of 30 partitions loaded (3,914 rows), 1 removed, 27 unchanged, 0.4 s`
  static func line(of summary: LoadSummary) -> String {
    "\(summary.pipeline): \(NumberFormat.count(summary.loaded)) of "
      + "\(NumberFormat.count(summary.partitions, "partition")) loaded (\(NumberFormat.count(summary.rows, "row"))), "
      + "\(NumberFormat.count(summary.removed)) removed, \(NumberFormat.count(summary.unchanged)) unchanged, "
      + NumberFormat.time(summary.duration)
  }
}
