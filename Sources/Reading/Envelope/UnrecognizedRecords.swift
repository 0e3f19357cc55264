/// Records that have none of the wanted keys and none of those that are known: whatever they are, the report has no
/// such records.
struct UnrecognizedRecords: Sendable {
  /// Bytes that are kept of the first.
  static let sampleBytes = 200

  private(set) var count = 0
  /// The beginning of the first.
  private(set) var sample: [UInt8] = []
  /// The first is longer than its sample.
  private(set) var isSampleCut = false
  private var rows: [Int] = []

  mutating func note(row: Int, _ bytes: Span<UInt8>, from start: Int, to end: Int) {
    if count == 0 {
      sample = bytes.bytes(from: start, to: min(end, start + UnrecognizedRecords.sampleBytes))
      isSampleCut = end - start > sample.count
    }
    count += 1
    rows.append(row)
  }

  /// Their indexes within the batch that ends here.
  mutating func takeRows() -> [Int] {
    defer { rows = [] }
    return rows
  }
}
