import ArgumentParser
import Foundation
import Writing

/// A program that does the same work, or the costly part of it.
enum Baseline: String, CaseIterable, ExpressibleByArgument {
  /// Compresses the same rows as CSV or NDJSON, on two cores.
  case pigz
  /// Fetches the same responses and writes the same columns, with a Python script.
  case polars, duckdb

  /// Runs the rival after each export.
  struct Runner {
    private let rival: Baseline
    private let benchmark: EndToEnd
    private let port: String
    private let folder: URL
    private let program: String

    /// Nil if the program is not installed.
    init?(_ rival: Baseline, for benchmark: EndToEnd, port: String, folder: URL) throws {
      guard let program = Child.find(rival == .pigz ? "pigz" : "python3") else { return nil }
      if rival != .pigz {
        do {
          try Child(program, ["-c", "import \(rival.rawValue)"], silent: true).waitForSuccess()
        } catch is ChildError {
          return nil
        }
      }
      self.rival = rival
      self.benchmark = benchmark
      self.port = port
      self.folder = folder
      self.program = program
    }

    func run(after sink: URL) throws -> ExportCost {
      switch rival {
      case .pigz: try compress(sink)
      case .polars, .duckdb: try export()
      }
    }

    private func compress(_ sink: URL) throws -> ExportCost {
      let plain = folder.appendingPathComponent("plain")
      if !FileManager.default.fileExists(atPath: plain.path) { try decompress(sink, into: plain) }
      let output = plain.appendingPathExtension("gz")
      // The integer level next to the default, which nearly always has smaller output.
      let level = benchmark.level ?? 6
      let before = Process.cpuSecondsOfChildren
      let usage = try ResourceUsage {
        try Child("/bin/sh", ["-c", "\"$0\" -p2 -n -\(level) -c \"$1\" > \"$2\"", program, plain.path, output.path])
          .waitForSuccess()
      }
      func size(_ file: URL) throws -> Double {
        Double(try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0)
      }
      return ExportCost(
        wall: usage.wall, cpu: Process.cpuSecondsOfChildren - before, peakMemory: 0, received: try size(plain),
        written: try size(output))
    }

    /// Copies the content of the partitions to one file, which is then in the page cache.
    private func decompress(_ sink: URL, into file: URL) throws {
      let script = "find \"$0\" -name '*.gz' | sort | xargs gzip -dc > \"$1\""
      try Child("/bin/sh", ["-c", script, sink.path, file.path]).waitForSuccess()
    }

    private func export() throws -> ExportCost {
      let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "\(rival.rawValue)_export.py")
      let output = folder.appendingPathComponent(rival.rawValue)
      return try ExportCost(
        Child(
          program,
          [
            // No byte code next to the scripts, because the build would warn about it.
            "-B", script.path, "http://127.0.0.1:\(port)", output.path, "\(benchmark.days)", benchmark.format.rawValue,
          ]))
    }
  }
}
