/// Which rows of a page have a value.
struct DefinitionLevels: Sendable {
  private(set) var rowCount = 0
  private(set) var nullCount = 0
  /// One value per row; empty as long as no row is null.
  private var isNull: [Bool] = []

  mutating func appendPresent(_ count: Int) {
    if nullCount > 0 { isNull.append(contentsOf: repeatElement(false, count: count)) }
    rowCount += count
  }

  /// Appends one row for each of `marks`.
  mutating func append(_ marks: ArraySlice<Bool>) {
    let nulls = marks.count { $0 }
    guard nulls > 0 else { return appendPresent(marks.count) }
    if nullCount == 0 { isNull = Array(repeating: false, count: rowCount) }
    isNull.append(contentsOf: marks)
    rowCount += marks.count
    nullCount += nulls
  }

  /// Appends the levels as a data page of the first version has them: their length, then the levels. A required column
  /// has none.
  func append(to bytes: inout [UInt8], isRequired: Bool) {
    guard !isRequired else { return }
    var levels: [UInt8] = []
    if nullCount == 0 || nullCount == rowCount {
      if rowCount > 0 {
        RLEBitPackingHybridEncoder.appendRun(of: nullCount == 0 ? 1 : 0, count: rowCount, bitWidth: 1, to: &levels)
      }
    } else {
      RLEBitPackingHybridEncoder.append(isNull.map { $0 ? 0 : 1 }, bitWidth: 1, to: &levels)
    }
    bytes.appendLittleEndian(UInt32(levels.count))
    bytes.append(contentsOf: levels)
  }

  mutating func removeAll() {
    rowCount = 0
    nullCount = 0
    isNull.removeAll(keepingCapacity: true)
  }
}
