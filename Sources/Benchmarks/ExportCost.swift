import Writing

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
