import ArgumentParser
import Fetching
import Storage
import SystemPackage

/// Options that record responses or replay them.
struct RecordingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Save every response to this directory, without secrets, for `--replay`.", valueName: "directory"),
    completion: .directory)
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Read responses from this directory instead of the source, without network and secrets.",
      valueName: "directory"),
    completion: .directory)
  var replay: String?

  func validate() throws {
    if record != nil, replay != nil { throw ValidationError("`--record` and `--replay` cannot be used together.") }
  }

  var recording: Recording? {
    record.map { .record(into: FilePath($0)) } ?? replay.map { .replay(from: FilePath($0)) }
  }
}
