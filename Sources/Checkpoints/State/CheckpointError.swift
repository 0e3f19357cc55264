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

  package var description: String { description(inRun: false) }

  /// - Parameter inRun: true if the current run exports the chunk again, rather than the next one.
  package func description(inRun: Bool) -> String {
    switch problem {
    case .untrusted(let problem) where isNewer:
      "checkpoint \(path) \(problem); use the newer version, or another sink path"
    case .untrusted(let problem):
      if case .misnamed = problem {
        "checkpoint \(path) \(problem) and is ignored"
      } else {
        "checkpoint \(path) \(problem); \(inRun ? "its chunk is exported" : "the next run exports its chunk") again"
      }
    case .unreadable(let error): "\(error)"
    }
  }
}
