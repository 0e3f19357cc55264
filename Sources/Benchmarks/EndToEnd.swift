import Foundation
import Writing

/// Complete exports from a loopback server, alternating with another program.
struct EndToEnd {
  let shape: Workload
  let format: ExportFormat
  let rows: Int
  let days: Int
  let level: Int?
  let rival: Baseline?

  static let heading =
    "export         shape    JSON MB   wall s   CPU s   MB/s CPU   peak MB   out MB   rival     wall s   CPU s   peak MB   out MB   "
    + "wall, CPU, size to rival's"

  func line(pairs: Int) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let server = try Child(CommandLine.executable, ["serve", "--shape", shape.rawValue, "--rows", "\(rows)"])
    defer { server.end() }
    let port = try server.readLine()

    let sink = folder.appendingPathComponent("sink")
    let runner = try rival.flatMap { try Baseline.Runner($0, for: self, port: port, folder: folder) }
    var costs: [ExportCost] = []
    var baselineCosts: [ExportCost] = []
    for _ in 0..<max(1, pairs) {
      try? FileManager.default.removeItem(at: sink)
      costs.append(try export(to: sink.path, port: port))
      if let runner { baselineCosts.append(try runner.run(after: sink)) }
    }
    let cost = ExportCost.median(costs)
    var line = format.rawValue.padded(15) + shape.rawValue.padded(9) + decimal(cost.received / 1e6, 0).padded(10)
    line += decimal(cost.wall, 2).padded(9) + decimal(cost.cpu, 2).padded(8)
    line += decimal(cost.received / 1e6 / cost.cpu, 0).padded(11) + decimal(cost.peakMemory / 1e6, 0).padded(10)
    line += decimal(cost.written / 1e6, 1).padded(9)
    guard let rival, !baselineCosts.isEmpty else { return line }
    let other = ExportCost.median(baselineCosts)
    line += rival.rawValue.padded(10) + decimal(other.wall, 2).padded(9) + decimal(other.cpu, 2).padded(8)
    line += decimal(other.peakMemory / 1e6, 0).padded(10) + decimal(other.written / 1e6, 1).padded(9)
    let pairs = Array(zip(costs, baselineCosts))
    return line + decimal(median(pairs.map { $0.wall / $1.wall }), 2) + ", "
      + decimal(median(pairs.map { $0.cpu / $1.cpu }), 2) + ", " + decimal(cost.written / other.written, 3)
  }

  private func export(to sink: String, port: String) throws -> ExportCost {
    var arguments = ["run-export", "--shape", shape.rawValue, "--format", format.rawValue, "--days", "\(days)"]
    arguments += ["--port", port, "--sink", sink] + (level.map { ["--level", "\($0)"] } ?? [])
    return try ExportCost(Child(CommandLine.executable, arguments))
  }
}
