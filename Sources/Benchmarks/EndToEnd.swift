import Foundation
import Writing

/// Whole exports from a loopback server, in turns with the compressor on the same rows.
struct EndToEnd {
  let shape: Shape
  let format: ExportFormat
  let rows: Int
  let days: Int
  let level: Int?

  static let heading =
    "export     shape    JSON MB   wall s   CPU s   MB/s CPU   peak MB   out MB   pigz -p2 s (MB)     wall, size to pigz's"

  /// What one export has cost.
  private struct Cost {
    var wall: Double
    var cpu: Double
    var peakMemory: Double
    var received: Double
    var written: Double
  }

  func line(pairs: Int) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let server = try Child(CommandLine.executable, ["serve", "--shape", shape.rawValue, "--rows", "\(rows)"])
    defer { server.end() }
    let port = try server.readLine()

    let sink = folder.appendingPathComponent("sink")
    let plain = folder.appendingPathComponent("plain")
    var costs: [Cost] = []
    var pigz: [(wall: Double, bytes: Double)] = []
    for _ in 0..<max(1, pairs) {
      try? FileManager.default.removeItem(at: sink)
      costs.append(try export(to: sink.path, port: port))
      guard format.isGzip, let program = Child.find("pigz") else { continue }
      if pigz.isEmpty { try decompress(sink, into: plain) }
      pigz.append(try compress(plain, with: program))
    }
    let cost = costs.sorted { $0.wall < $1.wall }[costs.count / 2]
    var line = format.rawValue.padded(11) + shape.rawValue.padded(9) + decimal(cost.received, 0).padded(10)
    line += decimal(cost.wall, 2).padded(9) + decimal(cost.cpu, 2).padded(8)
    line += decimal(cost.received / cost.cpu, 0).padded(11) + decimal(cost.peakMemory, 0).padded(10)
    line += decimal(cost.written, 1).padded(9)
    guard !pigz.isEmpty else { return line }
    let ratios = zip(costs, pigz).map { $0.wall / $1.wall }
    line += "\(decimal(median(pigz.map(\.wall)), 2)) (\(decimal(pigz[0].bytes, 1)))".padded(20)
    return line + decimal(median(ratios), 2) + ", " + decimal(cost.written / pigz[0].bytes, 3)
  }

  private func export(to sink: String, port: String) throws -> Cost {
    var arguments = ["run-export", "--shape", shape.rawValue, "--format", format.rawValue, "--days", "\(days)"]
    arguments += ["--port", port, "--sink", sink] + (level.map { ["--level", "\($0)"] } ?? [])
    var words: [Double] = []
    let spent = try Spent {
      let child = try Child(CommandLine.executable, arguments)
      words = try child.readLine().split(separator: " ").compactMap { Double($0) }
      try child.waitForSuccess()
    }
    guard words.count == 4 else { throw ChildError(program: "run-export", reason: "it told no numbers") }
    return Cost(
      wall: spent.wall, cpu: words[0], peakMemory: words[1] / 1e6, received: words[2] / 1e6, written: words[3] / 1e6)
  }

  /// Puts what the partitions hold into one file, which then is in the page cache.
  private func decompress(_ sink: URL, into file: URL) throws {
    let script = "find \"$0\" -name '*.gz' | sort | xargs gzip -dc > \"$1\""
    try Child("/bin/sh", ["-c", script, sink.path, file.path]).waitForSuccess()
  }

  private func compress(_ file: URL, with pigz: String) throws -> (wall: Double, bytes: Double) {
    let output = file.appendingPathExtension("gz")
    // The whole level next to the default, whose output is the smaller one nearly always.
    let level = level ?? 6
    let spent = try Spent {
      try Child("/bin/sh", ["-c", "\"$0\" -p2 -n -\(level) -c \"$1\" > \"$2\"", pigz, file.path, output.path])
        .waitForSuccess()
    }
    let size = try FileManager.default.attributesOfItem(atPath: output.path)[.size] as? Int
    return (spent.wall, Double(size ?? 0) / 1e6)
  }
}

/// Another process, with pipes to talk to it.
private struct Child {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  init(_ program: String, _ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// The next line that it prints.
  func readLine() throws -> String {
    var bytes: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func waitForSuccess() throws {
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let program = process.executableURL?.lastPathComponent ?? ""
      throw ChildError(program: program, reason: "it ended with status \(process.terminationStatus)")
    }
  }

  /// Ends its input, which ends a server, and waits.
  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Where a program of the search path is.
  static func find(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

private struct ChildError: Error, CustomStringConvertible {
  var program: String
  var reason: String

  var description: String { "\(program) failed: \(reason)" }
}

extension CommandLine {
  /// This program.
  fileprivate static var executable: String {
    Bundle.main.executablePath ?? arguments[0]
  }
}
