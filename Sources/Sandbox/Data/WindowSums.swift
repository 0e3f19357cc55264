import Records

/// The rows of a window report: one per key and time group, or a single row.
///
/// Every number counts its own arrivals, so that the numbers of two adjacent windows add up to those of both.
struct WindowSums: Sendable {
  let seed: UInt64
  /// The arrivals that each field counts, for each key; nil if a field does not aggregate.
  private let schedules: [[EventSchedule?]]

  /// A row: the time range that it aggregates and the index of its key.
  struct Row: Hashable, Sendable {
    var span: Range<Int>
    var key: Int
  }

  init(_ layout: RecordLayout, seed: UInt64, options: SandboxOptions) {
    self.seed = seed
    let keyCounts = layout.fields.compactMap { if case .key(let values) = $0.form { values.count } else { nil } }
    schedules = (0..<(keyCounts.first ?? 1)).map { key in
      layout.fields.map { field in
        guard field.form.isSum else { return nil }
        var random = SeededRandom(seed, field.salt, UInt64(key))
        let share = 0.01 + 0.3 * random.fraction()
        return EventSchedule(
          seed: random.next(), perDay: Double(max(0, options.rowsPerDay)) * share, variation: options.dailyVariation,
          quietDays: options.quietDays)
      }
    }
  }

  /// The rows of time groups in which anything was counted, in order.
  func rows(of groups: [Range<Int>]) -> [Row] {
    groups.filter(isActive).flatMap { group in schedules.indices.map { Row(span: group, key: $0) } }
  }

  /// A report that counts nothing always has its rows.
  private func isActive(_ span: Range<Int>) -> Bool {
    let counted = schedules.joined().compactMap { $0 }
    return counted.isEmpty || counted.contains { $0.count(in: span) > 0 }
  }

  /// Returns the number in a field of a row; nil if the field does not aggregate.
  func sum(ofField field: Int, form: ValueForm, in row: Row) -> Int? {
    guard let count = schedules[row.key][field]?.count(in: row.span) else { return nil }
    if case .count = form { return count }
    // Durations: each arrival counts 90 seconds.
    return count * 97
  }
}
