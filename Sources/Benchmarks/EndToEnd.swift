import Foundation
import Writing

/// Complete exports from a loopback server, alternating with another program.
struct EndToEnd {
  let shape: Shape
  let format: ExportFormat
  let rows: Int
  let days: Int
  let level: Int?
  let rival: Rival?

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
    let runner = try rival.flatMap { try Rival.Runner($0, for: self, port: port, folder: folder) }
    var costs: [ExportCost] = []
    var rivalCosts: [ExportCost] = []
    for _ in 0..<max(1, pairs) {
      try? FileManager.default.removeItem(at: sink)
      costs.append(try export(to: sink.path, port: port))
      if let runner { rivalCosts.append(try runner.run(after: sink)) }
    }
    let cost = ExportCost.median(costs)
    var line = format.rawValue.padded(15) + shape.rawValue.padded(9) + decimal(cost.received / 1e6, 0).padded(10)
    line += decimal(cost.wall, 2).padded(9) + decimal(cost.cpu, 2).padded(8)
    line += decimal(cost.received / 1e6 / cost.cpu, 0).padded(11) + decimal(cost.peakMemory / 1e6, 0).padded(10)
    line += decimal(cost.written / 1e6, 1).padded(9)
    guard let rival, !rivalCosts.isEmpty else { return line }
    let other = ExportCost.median(rivalCosts)
    line += rival.rawValue.padded(10) + decimal(other.wall, 2).padded(9) + decimal(other.cpu, 2).padded(8)
    line += decimal(other.peakMemory / 1e6, 0).padded(10) + decimal(other.written / 1e6, 1).padded(9)
    let pairs = Array(zip(costs, rivalCosts))
    return line + decimal(median(pairs.map { $0.wall / $1.wall }), 2) + ", "
      + decimal(median(pairs.map { $0.cpu / $1.cpu }), 2) + ", " + decimal(cost.written / other.written, 3)
  }

  private func export(to sink: String, port: String) throws -> ExportCost {
    var arguments = ["run-export", "--shape", shape.rawValue, "--format", format.rawValue, "--days", "\(days)"]
    arguments += ["--port", port, "--sink", sink] + (level.map { ["--level", "\($0)"] } ?? [])
    return try ExportCost(Child(CommandLine.executable, arguments))
  }
}

/// The cost of an export, or of the other program: seconds and bytes.
struct ExportCost {
  var wall: Double
  var cpu: Double
  var peakMemory: Double
  var received: Double
  var written: Double

  init(wall: Double, cpu: Double, peakMemory: Double, received: Double, written: Double) {
    self.wall = wall
    self.cpu = cpu
    self.peakMemory = peakMemory
    self.received = received
    self.written = written
  }

  /// Parses the one line that a program prints about itself, in the order above.
  init(_ child: Child) throws {
    let words = try child.readLine().split(separator: " ").compactMap { Double($0) }
    try child.waitForSuccess()
    guard words.count == 5 else { throw ChildError(program: child.name, reason: "it printed no numbers") }
    self.init(wall: words[0], cpu: words[1], peakMemory: words[2], received: words[3], written: words[4])
  }

  /// The one with the median of the wall times.
  static func median(_ costs: [ExportCost]) -> ExportCost {
    costs.sorted { $0.wall < $1.wall }[costs.count / 2]
  }
}
