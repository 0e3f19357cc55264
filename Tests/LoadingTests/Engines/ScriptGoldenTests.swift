import ConfigurationFiles
import Foundation
import Loading
import Testing

/// Compares the scripts of every engine with the files in `Scripts`, one folder an engine.
///
/// `TIDEMARK_WRITE_SCRIPTS=1 swift test --filter ScriptGoldenTests` writes the files instead; read the difference
/// before it is committed.
struct ScriptGoldenTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var engine: WarehouseEngine
    var format: SinkFormat

    var testDescription: String { "\(engine.rawValue), \(format.rawValue)" }
  }

  static let cases = WarehouseEngine.allCases.filter { $0.dialect != nil }.flatMap { engine in
    engine.formats.map { Case(engine: engine, format: $0) }
  }

  @Test(arguments: cases) func `the first load creates the table`(_ example: Case) throws {
    try compare("first-\(example.format.rawValue).sql", example) { dialect, target in
      dialect.script(
        LoadScript(
          target: target, state: LoadedState(),
          due: [
            TestLoad.chunk(1, example.format, columns: TestLoad.oldColumns), TestLoad.chunk(2, example.format),
          ], gone: []))
    }
  }

  @Test(arguments: cases) func `a later load replaces, adds and removes chunks`(_ example: Case) throws {
    try compare("later-\(example.format.rawValue).sql", example) { dialect, target in
      dialect.script(
        LoadScript(
          target: target, state: TestLoad.state,
          due: [TestLoad.chunk(1, example.format), TestLoad.chunk(3, example.format, rows: 5)],
          gone: [TestLoad.chunk(2).id]))
    }
  }

  @Test(arguments: cases.filter { $0.format == $0.engine.formats[0] })
  func `queries and the definition do not depend on partitions`(_ example: Case) throws {
    try compare("query.sql", example) { $0.query($1, countsRows: false) }
    try compare("query-counting.sql", example) { $0.query($1, countsRows: true) }
    try compare("definition.sql", example) { $0.definition(of: $1) + "\n" }
  }

  private func compare(
    _ name: String, _ example: Case, _ text: (any SQLDialect, LoadTarget) -> String
  ) throws {
    let dialect = try #require(example.engine.dialect)
    var target = TestLoad.target(example.format)
    if case .bucket(let location) = example.engine.filesSource { target.files.location = location }
    let found = text(dialect, target)
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Scripts/\(example.engine.rawValue)/\(name)").standardizedFileURL
    if ProcessInfo.processInfo.environment["TIDEMARK_WRITE_SCRIPTS"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(found.utf8).write(to: file)
    }
    #expect(found == (try? String(contentsOf: file, encoding: .utf8)), "\(file.path)")
  }
}
