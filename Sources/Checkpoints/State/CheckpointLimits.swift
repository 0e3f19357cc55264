import Planning

/// The limits of a checkpoint's values. A value beyond them makes the checkpoint invalid.
enum CheckpointLimits {
  /// The largest count of rows, bytes or pages of one chunk. Sums over millions of chunks stay within 64 bits.
  static let largestCount = 1 << 40

  /// - Throws: `StateFileError` for a count that is negative or absurd. `key` names it.
  static func check(_ count: Int, _ key: String) throws(StateFileError) {
    guard (0...largestCount).contains(count) else { throw .foreign("`\(key)` has the invalid value \(count)") }
  }

  /// - Throws: `StateFileError` if the path is not one that a run gives to the partition of `chunk`.
  static func checkPartition(_ path: String, of chunk: ChunkID) throws(StateFileError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard
      parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasPrefix("_") && $0.utf8.count <= 255 }),
      !path.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw .foreign("`partition.path` is not a partition's path") }
    if let other = chunkIDs(in: path).first(where: { $0 != chunk.text }) {
      throw .foreign("`partition.path` is the path of chunk \(other)")
    }
  }

  /// - Throws: `StateFileError` if the path is not that of the rejects of `chunk`, which no setting changes.
  static func checkRejects(_ path: String, of chunk: ChunkID) throws(StateFileError) {
    guard path == "\(SinkLayout.stateFolder)/rejects/\(chunk).ndjson.gz" else {
      throw .foreign("`rejects.path` is not the path of this chunk's rejects")
    }
  }

  /// The texts in a path that have the form of a chunk's id: `20261001T050000Z-20261002T050000Z`.
  private static func chunkIDs(in path: String) -> [String] {
    let form = Array("00000000T000000Z-00000000T000000Z".utf8)
    let bytes = Array(path.utf8)
    guard bytes.count >= form.count else { return [] }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return (0...bytes.count - form.count).compactMap { start in
      let candidate = bytes[start..<start + form.count]
      let isID = zip(candidate, form).allSatisfy { $1 == UInt8(ascii: "0") ? digits.contains($0) : $0 == $1 }
      return isID ? String(decoding: candidate, as: UTF8.self) : nil
    }
  }
}
