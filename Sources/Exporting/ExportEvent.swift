package import Fetching
package import Planning

/// Events of a run, for progress reporters.
package enum ExportEvent: Sendable {
  case started(ExportStart)
  /// Information that is not an error.
  case note(String)
  case warning(String)
  case chunkStarted(ChunkPlace)
  /// Bytes and rows of the current chunk so far.
  case progressed(ChunkProgress)
  case fetch(FetchEvent)
  case chunkFinished(ChunkResult)
  case chunkFailed(ChunkPlace, ExportFailure)
  case finished(ExportSummary)
  /// The run never came to its first chunk.
  case refused(ExportFailure)
  /// A line that the command of `on_finish` printed.
  case hookSaid(String)
  case hookEnded(HookEnding)
}

package struct ExportStart: Sendable {
  package var pipeline: String
  package var runID: String
  /// Chunks that this run will fetch.
  package var chunks: Int
  /// Chunks of the range that are committed already.
  package var skipped: Int
  package var sinkPath: String
}

/// A chunk's place in the run.
package struct ChunkPlace: Sendable {
  package var planned: PlannedChunk
  /// Counted from 1.
  package var number: Int
  package var count: Int

  package var chunk: Chunk { planned.chunk }
}

package struct ChunkProgress: Sendable {
  package var place: ChunkPlace
  package var rows: Int
  package var bytesReceived: Int
}

/// A chunk that is committed.
package struct ChunkResult: Sendable {
  package enum Outcome: String, Sendable {
    /// A partition was published.
    case committed
    /// The existing partition has the same bytes.
    case unchanged
    /// The source has nothing in the window.
    case empty
  }

  package var place: ChunkPlace
  package var outcome: Outcome
  /// Why the chunk counts as empty, in the source's words.
  package var reason: String?
  /// The path within the sink; nil without a file.
  package var path: String?
  package var rows: Int
  package var rejected: Int
  package var calls: Int
  package var bytesReceived: Int
  package var bytesWritten: Int
  package var duration: Duration
}
