/// Counts the records that have each unwanted top-level key, in bounded memory.
struct UnknownFields: Sendable {
  /// The maximum number of distinct names.
  static let maxNames = 1000
  /// Longer names are not kept.
  static let longestName = 1024
  /// Represents every name beyond the limits.
  static let nameless: Int32 = -2

  private(set) var hasMore = false
  private var names: [[UInt8]] = []
  private var ids: [[UInt8]: Int32] = [:]
  private var counts: [Int] = []
  /// The last record that each was counted in, from 1: a record counts once, however often it is parsed or repeats
  /// the key.
  private var lastRecords: [Int] = []

  /// The counts, sorted by name.
  var sorted: [(name: String, count: Int)] {
    zip(names, counts).filter { $0.1 > 0 }.map { (String(decoding: $0, as: UTF8.self), $1) }.sorted { $0.0 < $1.0 }
  }

  /// A small number for a name, unescaped.
  mutating func id(of name: [UInt8]) -> Int32 {
    if let id = ids[name] { return id }
    guard names.count < UnknownFields.maxNames, name.count <= UnknownFields.longestName else {
      hasMore = true
      return UnknownFields.nameless
    }
    let id = Int32(names.count)
    ids[name] = id
    names.append(name)
    counts.append(0)
    lastRecords.append(0)
    return id
  }

  mutating func count(_ id: Int32, inRecord number: Int) {
    guard id >= 0, lastRecords[Int(id)] != number else { return }
    lastRecords[Int(id)] = number
    counts[Int(id)] += 1
  }
}
