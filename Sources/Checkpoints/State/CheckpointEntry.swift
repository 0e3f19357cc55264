package import Planning
package import Records

/// The checkpoint of a committed chunk: `checkpoints/<chunk id>.json`.
///
/// Its keys are a contract with programs that read the state. Unknown keys are ignored.
package struct CheckpointEntry: Hashable, Sendable {
  package static let version = 1

  package enum State: String, Hashable, Sendable, Codable {
    case final
    /// The source may still change it: the next run fetches it again.
    case provisional
  }

  package enum Outcome: String, Hashable, Sendable, Codable {
    case rows
    case empty
    /// A request without rows of its own; the partition contains one receipt.
    case receipt
  }

  package struct Partition: Hashable, Sendable, Codable {
    /// Relative to the sink.
    package var path: String
    package var rows: Int
    package var bytes: Int
    /// The file's SHA-256, 64 hexadecimal digits.
    package var sha256: String
    /// The CRC-32, 8 hexadecimal digits: of the uncompressed content for gzip, otherwise of the file.
    package var crc32: String
    /// The run that last changed the file's bytes.
    package var changedIn: String

    package init(path: String, rows: Int, bytes: Int, sha256: String, crc32: String, changedIn: String) {
      self.path = path
      self.rows = rows
      self.bytes = bytes
      self.sha256 = sha256
      self.crc32 = crc32
      self.changedIn = changedIn
    }

    /// The file's bytes, as far as they can be verified.
    package var content: Content { Content(bytes: bytes, sha256: sha256, crc32: crc32) }

    private enum CodingKeys: String, CodingKey {
      case path, rows, bytes, sha256, crc32
      case changedIn = "changed_in"
    }
  }

  package struct Rejects: Hashable, Sendable {
    /// Relative to the sink.
    package var path: String
    package var rows: Int
    /// The size, hash and checksum of the file; nil in a checkpoint of a version that did not record them.
    package var content: Content?

    package init(path: String, rows: Int, content: Content? = nil) {
      self.path = path
      self.rows = rows
      self.content = content
    }
  }

  /// A file's bytes, as far as they can be verified.
  package struct Content: Hashable, Sendable {
    package var bytes: Int
    /// Of the file, 64 hexadecimal digits.
    package var sha256: String
    /// 8 hexadecimal digits: of the uncompressed content if the file is compressed with gzip, otherwise of the file.
    package var crc32: String

    package init(bytes: Int, sha256: String, crc32: String) {
      self.bytes = bytes
      self.sha256 = sha256
      self.crc32 = crc32
    }
  }

  /// A request whose response counts.
  package struct Request: Hashable, Sendable {
    package var window: Window
    package var status: Int
    package var rows: Int
    /// The number of rows that the response declares, if it does.
    package var declared: Int?
    /// The size of the response body.
    package var bytes: Int
    /// The number of responses, more than one if the source has pages.
    package var pages: Int

    package init(window: Window, status: Int, rows: Int, declared: Int?, bytes: Int, pages: Int = 1) {
      self.pages = pages
      self.window = window
      self.status = status
      self.rows = rows
      self.declared = declared
      self.bytes = bytes
    }
  }

  package var span: Range<Instant>
  package var state: State
  package var outcome: Outcome
  /// Nil without a file.
  package var partition: Partition?
  package var rejects: Rejects?
  package var requests: [Request]
  package var columns: [Column]
  package var fingerprint: String
  /// The run that committed it.
  package var run: String
  package var committedAt: Instant
  /// True while its files are being replaced under the same names, and may be old or new: the chunk is pending, and
  /// only the names are valid.
  package var isBeingReplaced = false

  package var chunk: ChunkID { ChunkID(span) }

  package init(
    span: Range<Instant>, state: State, outcome: Outcome, partition: Partition?, rejects: Rejects?,
    requests: [Request], columns: [Column], fingerprint: String, run: String, committedAt: Instant
  ) {
    self.span = span
    self.state = state
    self.outcome = outcome
    self.partition = partition
    self.rejects = rejects
    self.requests = requests
    self.columns = columns
    self.fingerprint = fingerprint
    self.run = run
    self.committedAt = committedAt
  }
}

extension CheckpointEntry {
  /// Shares equal values with `other`, so that thousands of entries store them once.
  mutating func shareStorage(with other: CheckpointEntry) {
    if columns == other.columns { columns = other.columns }
    if fingerprint == other.fingerprint { fingerprint = other.fingerprint }
    if run == other.run { run = other.run }
    if let shared = other.partition?.changedIn, partition?.changedIn == shared { partition?.changedIn = shared }
  }
}

extension CheckpointEntry: Codable {
  private enum CodingKeys: String, CodingKey {
    case version, chunk, state, outcome, partition, rejects, requests, columns, fingerprint, run
    case committedAt = "committed_at"
    case isBeingReplaced = "being_replaced"
  }

  private enum ChunkKeys: String, CodingKey {
    case id, start, end
  }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    try keys.requireVersion(CheckpointEntry.version, forKey: .version)
    let chunk = try keys.nestedContainer(keyedBy: ChunkKeys.self, forKey: .chunk)
    span = try chunk.decodeSpan(from: .start, to: .end)
    state = try keys.decode(State.self, forKey: .state)
    outcome = try keys.decode(Outcome.self, forKey: .outcome)
    partition = try keys.decodeIfPresent(Partition.self, forKey: .partition)
    rejects = try keys.decodeIfPresent(Rejects.self, forKey: .rejects)
    requests = try keys.decode([Request].self, forKey: .requests)
    columns = try keys.decode([Column].self, forKey: .columns)
    fingerprint = try keys.decode(String.self, forKey: .fingerprint)
    run = try keys.decode(String.self, forKey: .run)
    committedAt = try keys.decode(Instant.self, forKey: .committedAt)
    isBeingReplaced = try keys.decodeIfPresent(Bool.self, forKey: .isBeingReplaced) ?? false
    let id = try chunk.decode(String.self, forKey: .id)
    guard id == self.chunk.text else { throw StateFileError.foreign("`chunk.id` does not match its start and end") }
    if partition == nil, outcome != .empty { throw StateFileError.foreign("`partition` is missing") }
    try check()
  }

  /// Rejects what no run writes. Files are removed by the paths of checkpoints, so a path must be the chunk's own.
  private func check() throws(StateFileError) {
    if let partition {
      try CheckpointLimits.checkPartition(partition.path, of: chunk)
      try CheckpointLimits.check(partition.rows, "partition.rows")
      try CheckpointLimits.check(partition.bytes, "partition.bytes")
    }
    if let rejects {
      try CheckpointLimits.checkRejects(rejects.path, of: chunk)
      try CheckpointLimits.check(rejects.rows, "rejects.rows")
      if let content = rejects.content { try CheckpointLimits.check(content.bytes, "rejects.bytes") }
    }
    for (index, request) in requests.enumerated() {
      try CheckpointLimits.check(request.rows, "requests.\(index).rows")
      try CheckpointLimits.check(request.bytes, "requests.\(index).bytes")
      try CheckpointLimits.check(request.pages, "requests.\(index).pages")
    }
    guard !fingerprint.isEmpty, fingerprint.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
      throw .foreign("`fingerprint` has an invalid value")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(CheckpointEntry.version, forKey: .version)
    var chunk = keys.nestedContainer(keyedBy: ChunkKeys.self, forKey: .chunk)
    try chunk.encode(self.chunk.text, forKey: .id)
    try chunk.encode(span.lowerBound, forKey: .start)
    try chunk.encode(span.upperBound, forKey: .end)
    try keys.encode(state, forKey: .state)
    try keys.encode(outcome, forKey: .outcome)
    // Null is encoded, so that a reader can distinguish "no file" from a missing key.
    try keys.encode(partition, forKey: .partition)
    try keys.encode(rejects, forKey: .rejects)
    try keys.encode(requests, forKey: .requests)
    try keys.encode(columns, forKey: .columns)
    try keys.encode(fingerprint, forKey: .fingerprint)
    try keys.encode(run, forKey: .run)
    try keys.encode(committedAt, forKey: .committedAt)
    if isBeingReplaced { try keys.encode(true, forKey: .isBeingReplaced) }
  }
}

extension CheckpointEntry.Rejects: Codable {
  private enum CodingKeys: String, CodingKey {
    case path, rows, bytes, sha256, crc32
  }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    path = try keys.decode(String.self, forKey: .path)
    rows = try keys.decode(Int.self, forKey: .rows)
    // Added later than the other keys.
    guard let bytes = try keys.decodeIfPresent(Int.self, forKey: .bytes) else { return }
    content = CheckpointEntry.Content(
      bytes: bytes, sha256: try keys.decode(String.self, forKey: .sha256),
      crc32: try keys.decode(String.self, forKey: .crc32))
  }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(path, forKey: .path)
    try keys.encode(rows, forKey: .rows)
    try keys.encodeIfPresent(content?.bytes, forKey: .bytes)
    try keys.encodeIfPresent(content?.sha256, forKey: .sha256)
    try keys.encodeIfPresent(content?.crc32, forKey: .crc32)
  }
}

extension CheckpointEntry.Request: Codable {
  private enum CodingKeys: String, CodingKey {
    case start, end, status, rows, declared, bytes, pages
  }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    window = Window(span: try keys.decodeSpan(from: .start, to: .end))
    status = try keys.decode(Int.self, forKey: .status)
    rows = try keys.decode(Int.self, forKey: .rows)
    declared = try keys.decodeIfPresent(Int.self, forKey: .declared)
    pages = try keys.decodeIfPresent(Int.self, forKey: .pages) ?? 1
    bytes = try keys.decode(Int.self, forKey: .bytes)
  }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(window.span.lowerBound, forKey: .start)
    try keys.encode(window.span.upperBound, forKey: .end)
    try keys.encode(status, forKey: .status)
    try keys.encode(rows, forKey: .rows)
    try keys.encode(declared, forKey: .declared)
    if pages > 1 { try keys.encode(pages, forKey: .pages) }
    try keys.encode(bytes, forKey: .bytes)
  }
}

extension KeyedDecodingContainer {
  /// A half-open range that is not empty.
  func decodeSpan(from start: Key, to end: Key) throws -> Range<Instant> {
    let lower = try decode(Instant.self, forKey: start)
    let upper = try decode(Instant.self, forKey: end)
    guard lower < upper else {
      throw StateFileError.foreign("`\(end.stringValue)` \(upper) is not after `\(start.stringValue)` \(lower)")
    }
    return lower..<upper
  }
}
