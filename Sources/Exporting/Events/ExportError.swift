import Checkpoints
import Compression
import Fetching
import Mapping
package import Planning
import Storage
import SystemPackage

/// The failure of a chunk or of the run: a message with advice, and a kind that determines the exit code.
package struct ExportError: Error, Sendable, CustomStringConvertible {
  /// One kind an exit code.
  package enum Kind: String, Sendable {
    case badData
    case unavailable
    case cannotWrite
    case resumable
    case denied
    case configuration
    case unexpected

    /// The exit code of the process for this failure, from BSD's `sysexits.h`.
    package var exitCode: Int32 {
      switch self {
      case .unexpected: 1
      case .badData: 65
      case .unavailable: 69
      case .cannotWrite: 73
      case .resumable: 75
      case .denied: 77
      case .configuration: 78
      }
    }
  }

  package var kind: Kind
  /// The current chunk; nil if the run did not start one.
  package var chunk: ChunkID?
  package var reason: String
  /// The next chunk would meet the same: the run stops.
  package var stopsRun: Bool

  package init(kind: Kind, chunk: ChunkID? = nil, reason: String, stopsRun: Bool) {
    self.kind = kind
    self.chunk = chunk
    self.reason = reason
    self.stopsRun = stopsRun
  }

  package var description: String { reason }

  /// Creates the failure for an error of any stage.
  init(_ error: any Error, chunk: ChunkID?) {
    switch error {
    case let failure as ExportError:
      self = failure
      self.chunk = failure.chunk ?? chunk
    case let error as FetchError:
      self.init(
        kind: Kind(error.kind), chunk: chunk, reason: error.description, stopsRun: error.scope == .source)
    case let error as MappingError:
      self.init(kind: .badData, chunk: chunk, reason: error.description, stopsRun: false)
    case let error as StorageError:
      self.init(
        kind: .cannotWrite, chunk: chunk,
        reason: "\(error); \(ExportError.remedy(for: error.errno)) and rerun to resume", stopsRun: true)
    case let error as CompressionError:
      self.init(
        kind: .cannotWrite, chunk: chunk,
        reason: "\(error); nothing of the chunk was published; fix the cause and rerun to resume", stopsRun: true)
    case let error as LeaseError:
      self.init(kind: .cannotWrite, chunk: chunk, reason: error.description, stopsRun: true)
    case let error as PlanError:
      self.init(kind: .configuration, chunk: chunk, reason: error.description, stopsRun: true)
    case let error as DeltaTableError:
      self.init(kind: .configuration, chunk: chunk, reason: error.description, stopsRun: true)
    case let error as NewerManifestError:
      self.init(kind: .configuration, chunk: chunk, reason: error.description, stopsRun: true)
    case let error as SinkLockedError:
      self.init(kind: .resumable, chunk: chunk, reason: error.description, stopsRun: true)
    case let error as ContainedPathError:
      self.init(kind: .cannotWrite, chunk: chunk, reason: error.description, stopsRun: true)
    case is CancellationError:
      self.init(kind: .resumable, chunk: chunk, reason: "stopped; rerun to resume", stopsRun: true)
    default:
      self.init(kind: .unexpected, chunk: chunk, reason: String(describing: error), stopsRun: true)
    }
  }

  private static func remedy(for errno: Errno) -> String {
    switch errno {
    case .noSpace, .diskQuotaExceeded: "free space"
    case .permissionDenied, .notPermitted, .readOnlyFileSystem: "grant write access"
    case .isDirectory, .notDirectory, .fileExists: "move it away"
    default: "fix this"
    }
  }
}

extension ExportError.Kind {
  init(_ kind: FetchError.Kind) {
    self =
      switch kind {
      case .badData: .badData
      case .unavailable: .unavailable
      case .resumable: .resumable
      case .denied: .denied
      case .configuration: .configuration
      }
  }
}
