import Foundation

/// The cost of work, in seconds.
struct ResourceUsage {
  var cpu: Double
  var wall: Double

  init(_ work: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let start = (cpu: Process.cpuSeconds, wall: clock.now)
    try work()
    cpu = Process.cpuSeconds - start.cpu
    wall = (clock.now - start.wall) / .seconds(1)
  }

  /// The run with the least CPU time: what disturbs a run only adds to it.
  static func least(of count: Int, _ work: () throws -> Void) rethrows -> ResourceUsage {
    var best = try ResourceUsage(work)
    for _ in 1..<max(2, count) {
      let next = try ResourceUsage(work)
      if next.cpu < best.cpu { best = next }
    }
    return best
  }
}

extension Process {
  /// CPU time of this process so far, the system's on its behalf included.
  static var cpuSeconds: Double { cpuSeconds(of: 0) }

  /// CPU time of the processes that this one has started and that have ended.
  static var cpuSecondsOfChildren: Double { cpuSeconds(of: -1) }

  private static func cpuSeconds(of who: Int32) -> Double {
    var usage = rusage()
    getrusage(who, &usage)
    return usage.ru_utime.seconds + usage.ru_stime.seconds
  }

  /// The most memory that this process has had at once, in bytes.
  static var peakMemory: Int {
    #if os(Linux)
      // Not `ru_maxrss`, which a child has from its parent.
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
    #else
      var usage = rusage()
      getrusage(0, &usage)
      return Int(usage.ru_maxrss)
    #endif
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}

func decimal(_ value: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", value)
}

func median(_ values: [Double]) -> Double {
  values.sorted()[values.count / 2]
}

extension String {
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
