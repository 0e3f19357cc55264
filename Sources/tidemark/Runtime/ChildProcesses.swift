import CProcess
import Foundation

/// The processes that this one has started, and those that they have left behind.
enum ChildProcesses {
  /// Makes this process inherit what its children leave behind, also from other process groups and sessions.
  static func adoptOrphans() {
    // Without it, which only very old kernels refuse, the process group is still ended.
    _ = process_adopt_orphans()
  }

  /// Kills all of them. Children of a killed process become children of this one, so rounds are made until none is
  /// left.
  ///
  /// - Parameter isReaping: collects what ended; not while another part of the program waits for a child.
  static func killAll(isReaping: Bool) {
    for _ in 0..<100 {
      let living = living()
      guard !living.isEmpty else { break }
      for child in living { kill(child, SIGKILL) }
      usleep(1_000)
    }
    while isReaping, waitpid(-1, nil, WNOHANG) > 0 {}
  }

  /// Children that have not ended.
  private static func living() -> [pid_t] {
    let own = getpid()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name in
      guard let process = pid_t(name), let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        // The name of the program, in parentheses, may itself contain some.
        let end = text.lastIndex(of: ")")
      else { return nil }
      let fields = text[text.index(after: end)...].split(separator: " ")
      guard fields.count > 1, fields[0] != "Z", fields[0] != "X", pid_t(fields[1]) == own else { return nil }
      return process
    }
  }
}
