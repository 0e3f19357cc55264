import Records

/// The values of unknown keys of a batch's records; within a record the last of duplicates, in the place of the first.
struct ExtraCollector: Sendable {
  private var values: [ExtraValue] = []
  private var record = 0
  /// The index in `values` of the current record's first value.
  private var recordStart = 0
  /// By a name's number: the attempt at a record that found it last, and the index of its value.
  private var latest: [(attempt: Int, index: Int)] = []
  private var attempt = 0
  private var namelessCount = 0

  mutating func beginRecord(_ record: Int) {
    self.record = record
    recordStart = values.count
    attempt += 1
    namelessCount = 0
  }

  mutating func append(_ id: Int32, key: ValueRef, value: ValueRef) {
    let extra = ExtraValue(record: record, key: key, value: value)
    guard id >= 0 else {
      namelessCount += 1
      values.append(extra)
      return
    }
    while latest.count <= Int(id) { latest.append((0, 0)) }
    if latest[Int(id)].attempt == attempt {
      values[latest[Int(id)].index] = extra
    } else {
      latest[Int(id)] = (attempt, values.count)
      values.append(extra)
    }
  }

  /// Resolves duplicates among names beyond the limits, which have no numbers.
  mutating func endRecord(in bytes: Span<UInt8>) {
    guard namelessCount > 1 else { return }
    var indices: [[UInt8]: Int] = [:]
    var unique: [ExtraValue] = []
    for extra in values[recordStart...] {
      let raw = bytes.bytes(from: extra.key.start, to: extra.key.end)
      let name = extra.key.hasEscapes ? JSONUnescaper.unescaped(raw) : raw
      if let index = indices[name] {
        unique[index] = extra
      } else {
        indices[name] = unique.count
        unique.append(extra)
      }
    }
    values.replaceSubrange(recordStart..., with: unique)
  }

  /// Removes the values of an incomplete record.
  mutating func abandonRecord() {
    values.removeLast(values.count - recordStart)
  }

  mutating func take() -> [ExtraValue] {
    defer {
      values = []
      recordStart = 0
    }
    return values
  }
}
