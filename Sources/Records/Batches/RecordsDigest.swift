/// Identifies the records of a response, whatever their order. Digests are comparable only within one process.
///
/// Unsafe memory: the hash function reads the bytes of one record for the duration of one call.
package struct RecordsDigest: Hashable, Sendable {
  package private(set) var count = 0
  private var sum: UInt64 = 0

  package init() {}

  package mutating func add(_ record: ArraySlice<UInt8>) {
    var hasher = Hasher()
    record.withUnsafeBytes { hasher.combine(bytes: $0) }
    count += 1
    sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
  }

  /// Adds the records of another response.
  package mutating func add(_ other: RecordsDigest) {
    count += other.count
    sum &+= other.sum
  }
}
