import Records

/// The references of an incomplete batch.
struct RecordBatchBuilder {
  /// The maximum number of values in a page, so that a response of empty records does not need far more memory than
  /// its own bytes.
  private static let maxValues = 128 << 10

  let width: Int
  /// Records that `values` has room for.
  private(set) var capacity: Int
  /// A row for each record that fits, all missing until they are found.
  var values: [ValueRef]
  /// The complete records.
  var records: [ValueRef] = []
  var extras: [ExtraValue] = []
  var hasArraysOnPaths = false
  var unrecognized: [Int] = []

  init(width: Int, capacity: Int) {
    self.width = width
    self.capacity = capacity
    values = Array(repeating: .missing, count: width * capacity)
    records.reserveCapacity(capacity)
  }

  var mayGrow: Bool { capacity * max(width, 1) < RecordBatchBuilder.maxValues }

  mutating func grow() {
    values.append(contentsOf: repeatElement(.missing, count: width * capacity))
    capacity *= 2
  }

  /// The batch of these references into `bytes`, which lost `dropped` bytes at its start since they were made.
  consuming func batch(of bytes: [UInt8], dropped: Int) -> RawBatch {
    values.removeLast(values.count - records.count * width)
    if dropped > 0 {
      for index in values.indices { values[index].move(back: dropped) }
      for index in records.indices { records[index].move(back: dropped) }
      for index in extras.indices {
        extras[index].key.move(back: dropped)
        extras[index].value.move(back: dropped)
      }
    }
    return RawBatch(
      bytes: bytes, recordCount: records.count, width: width, values: values, records: records, extras: extras,
      hasArraysOnPaths: hasArraysOnPaths, unrecognized: unrecognized)
  }
}

extension ValueRef {
  fileprivate mutating func move(back distance: Int) {
    if kind != .missing || arrayOnPath != nil { offset -= UInt32(distance) }
  }
}
