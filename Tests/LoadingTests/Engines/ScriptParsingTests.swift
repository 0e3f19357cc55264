import ConfigurationFiles
import Foundation
import Testing

/// Parses the scripts in `Scripts` with sqlglot, for the engines that no test executes.
struct ScriptParsingTests {
  static let engines: [WarehouseEngine] = [.clickhouse, .snowflake, .bigquery, .redshift, .databricks]

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: engines) func `the grammar of the engine accepts every statement`(_ engine: WarehouseEngine) throws {
    let scripts = try scripts(of: engine)
    #expect(scripts.count >= 5)
    #expect(try problems(scripts, engine) == "")
  }

  @Test(arguments: engines) func `a missing parenthesis is found`(_ engine: WarehouseEngine) throws {
    let script = try #require(try scripts(of: engine).first { $0.lastPathComponent == "later-parquet.sql" })
    let text = try String(contentsOf: script, encoding: .utf8)
    let broken = URL(filePath: NSTemporaryDirectory()).appending(path: "broken-\(UUID().uuidString).sql")
    defer { try? FileManager.default.removeItem(at: broken) }
    try Data(text.replacing("count(*)", with: "count(*", maxReplacements: 1).utf8).write(to: broken)
    #expect(try problems([broken], engine).hasPrefix("\(broken.lastPathComponent): "))
  }

  private func scripts(of engine: WarehouseEngine) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: ScriptParsingTests.folder.appending(path: "Scripts/\(engine.rawValue)"), includingPropertiesForKeys: nil)
  }

  private func problems(_ scripts: [URL], _ engine: WarehouseEngine) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let reader = ScriptParsingTests.folder.appending(path: "Readers/parse_scripts.py")
    process.arguments = ["python3", reader.path, engine.rawValue] + scripts.map(\.path)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self)
  }
}
