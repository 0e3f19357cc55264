package import Fetching

/// Events of a run, for progress reporters.
package enum ExportEvent: Sendable {
  case started(ExportStart)
  /// Information that is not an error.
  case note(String)
  case warning(String)
  case chunkStarted(ChunkPosition)
  /// Bytes and rows of the current chunk so far.
  case progressed(ChunkProgress)
  case fetch(FetchEvent)
  case chunkFinished(ChunkResult)
  case chunkFailed(ChunkPosition, ExportError)
  case finished(ExportSummary)
  /// The run never came to its first chunk.
  case refused(ExportError)
  /// A line that the command of `on_finish` printed.
  case hookSaid(String)
  case hookEnded(HookResult)
}
