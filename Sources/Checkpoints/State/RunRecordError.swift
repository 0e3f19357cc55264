import Storage
package import SystemPackage

/// A run's record that exists but cannot be used. Nothing depends on it.
package struct RunRecordError: Error, Hashable, Sendable, CustomStringConvertible {
  package var path: FilePath
  package var problem: CheckpointError.Problem

  package var description: String {
    switch problem {
    case .untrusted(let problem): "run record \(path) \(problem)"
    case .unreadable(let error): "\(error); the run record is ignored"
    }
  }
}
