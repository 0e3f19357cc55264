package import Storage
package import SystemPackage

/// A checkpoint that is there but counts for nothing.
package struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Problem: Hashable, Sendable {
    case untrusted(StateFileError)
    case unreadable(StorageError)
  }

  package var path: FilePath
  package var problem: Problem

  package init(path: FilePath, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// A newer version of the program wrote it: continuing would undo its work.
  package var isNewer: Bool {
    if case .untrusted(.newer) = problem { true } else { false }
  }

  package var description: String {
    switch problem {
    case .untrusted(let problem) where isNewer:
      "checkpoint \(path) \(problem); use the newer version, or another sink path"
    case .untrusted(let problem): "checkpoint \(path) \(problem); its chunk is exported again"
    case .unreadable(let error): "\(error)"
    }
  }
}
