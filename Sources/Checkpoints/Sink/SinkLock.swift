package import Records
package import Storage

/// The right to write under a sink, held until `release` or the end of the process.
package final class SinkLock: Sendable {
  /// The holder of a lock, for messages of other processes.
  package struct Holder: Hashable, Sendable, Codable {
    package var processID: Int
    package var startedAt: Instant
    /// The command line, without secrets.
    package var command: String

    package init(processID: Int, startedAt: Instant, command: String) {
      self.processID = processID
      self.startedAt = startedAt
      self.command = command
    }

    private enum CodingKeys: String, CodingKey {
      case processID = "pid"
      case startedAt = "started_at"
      case command
    }
  }

  private let lock: any FileLock

  /// Takes the lock of a sink whose folders exist. The lock of a dead process does not block.
  ///
  /// - Throws: `SinkLockedError` if another run holds it, or `StorageError`.
  package init(_ layout: SinkLayout, files: any FileStore, holder: Holder) throws {
    guard let lock = try files.lock(layout.lock, mode: .shared) else {
      // The other may be about to write who it is; then nothing is known of it.
      let bytes = try? files.read(layout.lock, limit: 1 << 16)
      let other = bytes.flatMap { try? StateFile().decode(Holder.self, from: $0) }
      throw SinkLockedError(sink: layout.sink, holder: other)
    }
    self.lock = lock
    try lock.describe(String(decoding: StateFile().encode(holder), as: UTF8.self))
  }

  package func release() {
    lock.unlock()
  }
}
