import ArgumentParser
import SystemPackage

/// The use of a directory of recorded responses.
enum Recording: Sendable {
  case record(into: FilePath)
  case replay(from: FilePath)
}
