import Records
package import SystemPackage

/// Another run writes under the sink.
package struct SinkLockedError: Error, Hashable, Sendable, CustomStringConvertible {
  package var sink: FilePath
  /// Nil if the holder has not described itself yet.
  package var holder: SinkLock.Holder?

  package var description: String {
    let other =
      holder.map { holder in
        "process \(holder.processID), started at \(Instant(seconds: holder.startedAt.seconds)) (\(holder.command))"
      } ?? "another process"
    return "\(sink) is locked by \(other); rerun after it ends"
  }
}
