import ArgumentParser
import Fetching
import Storage
import SystemPackage

/// The flags that keep answers, or take them from where they were kept.
struct RecordingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Keep every answer in this directory, without secrets, for `--replay`.", valueName: "directory"),
    completion: .directory)
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Take the answers from this directory instead of the source: no network, no secrets, no calls.",
      valueName: "directory"),
    completion: .directory)
  var replay: String?

  func validate() throws {
    if record != nil, replay != nil { throw ValidationError("`--record` and `--replay` exclude each other.") }
  }

  var recording: Recording? {
    record.map { .record(into: FilePath($0)) } ?? replay.map { .replay(from: FilePath($0)) }
  }
}

/// What a run does with a directory of recorded answers.
enum Recording: Sendable {
  case record(into: FilePath)
  case replay(from: FilePath)
}
