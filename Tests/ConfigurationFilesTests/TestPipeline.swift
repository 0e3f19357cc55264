import ConfigurationFiles
import Foundation

/// A valid pipeline file, in which a test changes the relevant part.
struct TestPipeline {
  static let base = """
    version: 1
    name: calls
    source:
      report: wolkvox/agent_13_1
      server: 9901
      token: ${TOKEN}
    range:
      time_zone: America/Bogota
      from: 2026-10-01
      to: 2026-10-08
    sink:
      path: exports/calls

    """

  static let path = "calls.yaml"

  var text = base
  var environment = ["TOKEN": "s3cret-of-the-test"]
  var files: [String: String] = [:]
  var baseURLOverride: String?

  init() {}

  init(text: String) {
    self.text = text
  }

  /// The sound file with a piece of it replaced.
  init(_ piece: String, _ replacement: String) {
    precondition(TestPipeline.base.contains(piece), "the sound file has no `\(piece)`")
    text = TestPipeline.base.replacingOccurrences(of: piece, with: replacement)
  }

  /// The sound file with lines added at its end.
  init(adding lines: String) {
    text += lines
  }

  func read() throws(Diagnostics) -> PipelineFile {
    let files = files
    let environment = ConfigurationEnvironment(variables: self.environment) { path in
      guard let text = files[path] else { throw NoSuchFile() }
      return text
    }
    return try PipelineFile(
      yaml: text, path: TestPipeline.path, catalog: CatalogLibrary(), environment: environment,
      baseURLOverride: baseURLOverride)
  }

  /// Every line that reading reports: errors, or the warnings of a valid file.
  var lines: [String] {
    do throws(Diagnostics) {
      let file = try read()
      return (file.warnings + file.missingSecretDiagnostics(severity: .warning)).map(\.description)
    } catch {
      return error.list.map(\.description)
    }
  }
}

/// The project's root, whatever the package is that these tests are built in.
let projectFolder = URL(filePath: #filePath).resolvingSymlinksInPath()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
