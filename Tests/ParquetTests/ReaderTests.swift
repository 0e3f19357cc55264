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

  @Test func `the reference library reads every frame`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("frames-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    var generator = SeededGenerator(seed: 21)
    var contents: [[UInt8]] = []
    for kind in 0..<7 {
      let large = kind == 4 ? [131_071, 131_072, 131_073, 300_000] : [140_000]
      for size in Array(0..<40) + [255, 256, 257, 1_023, 1_024, 16_384, 65_791, 65_792] + large {
        contents.append(ZstdTests.bytes(kind: kind, count: size, using: &generator))
      }
    }
    for copied in 5...16 { contents.append(ZstdTests.copyAcrossBlocks(copied, using: &generator)) }
    var data = Data()
    for content in contents {
      for stretch in [content, ZstdCompressor.compress(content)] {
        withUnsafeBytes(of: UInt32(stretch.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(contentsOf: stretch)
      }
    }
    try data.write(to: file)
    let (status, output) = try Python.run([Python.script("frames.py"), file.path])
    #expect(status == 0, "\(output)")
    #expect(output.contains("\(contents.count) frames"))
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
