import Foundation
import Parquet
import Testing

/// The files as pyarrow, DuckDB and polars read them.
struct ReaderTests {
  @Test func `pyarrow, DuckDB and polars read what was written`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parquet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for example in Example.all {
      let name = folder.appendingPathComponent(example.name)
      try Data(example.table.written()).write(to: name.appendingPathExtension("parquet"))
      try JSONSerialization.data(withJSONObject: example.description).write(to: name.appendingPathExtension("json"))
    }
    let (status, output) = try Python.run([Python.script("verify.py"), folder.path])
    #expect(status == 0, "\(output)")
    #expect(output.contains("\(Example.all.count) files read by"))
  }
}

private enum Python {
  static func script(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Readers/\(name)").path
  }

  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
