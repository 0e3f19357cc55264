import Records

/// Makes raw batches from JSON texts, byte by byte and without any cleverness.
extension RawBatch {
  /// - Parameter keys: the slots. Other keys become extras.
  init(_ records: [String], keys: [String]) {
    self.init(bytes: records.map { Array($0.utf8) }, keys: keys)
  }

  init(bytes records: [[UInt8]], keys: [String]) {
    self.init(bytes: [], recordCount: 0, width: keys.count, values: [], records: [])
    for record in records {
      bytes.append(UInt8(ascii: "\n"))
      let start = bytes.count
      bytes += record
      var slots = [ValueRef](repeating: .missing, count: keys.count)
      var locator = ReferenceLocator(bytes: bytes, position: start)
      for (key, value) in locator.members() {
        let name = String(decoding: bytes[key.start..<key.end], as: UTF8.self)
        if let slot = keys.firstIndex(of: name) {
          slots[slot] = value
        } else {
          extras.append(ExtraValue(record: recordCount, key: key, value: value))
        }
      }
      values += slots
      self.records.append(ValueRef(kind: .object, offset: start, length: bytes.count - start))
      recordCount += 1
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}
