import Foundation

/// The limits of the process: without threads and memory, the runtime would wait forever or crash.
enum ProcessLimits {
  /// Workers of the runtime, event loops and timers.
  private static var threads: Int { 8 + 2 * ProcessInfo.processInfo.activeProcessorCount }

  /// The reason why the process cannot work, with what to do about it; nil if it can.
  static func shortage() -> String? {
    memoryShortage() ?? threadShortage()
  }

  private static func memoryShortage() -> String? {
    // A small run takes up to 600 MiB of address space, with its libraries and the stacks of its threads, and far less
    // data.
    for (kind, needed, flag, name) in [
      (RLIMIT_AS, 768, "v", "address space"), (RLIMIT_DATA, 256, "d", "data"),
    ] as [(__rlimit_resource, UInt, String, String)] {
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(kind.rawValue), &limit) == 0, limit.rlim_cur < needed << 20
      else { continue }
      return "this process may use only \(limit.rlim_cur >> 20) MiB of \(name) and needs \(needed); "
        + "raise it with `ulimit -\(flag) \(needed << 10)`"
    }
    return nil
  }

  /// Starts as many threads at once as are needed: limits of users, containers and services all show here.
  private static func threadShortage() -> String? {
    let needed = threads
    var started: [pthread_t] = []
    // They wait for each other, so that all of them exist at the same time.
    let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    defer { gate.deallocate() }
    pthread_mutex_init(gate, nil)
    pthread_mutex_lock(gate)
    for _ in 0..<needed {
      var thread = pthread_t()
      let reason = pthread_create(
        &thread, nil,
        { argument in
          guard let gate = argument?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
          pthread_mutex_lock(gate)
          pthread_mutex_unlock(gate)
          return nil
        }, gate)
      guard reason == 0 else { break }
      started.append(thread)
    }
    pthread_mutex_unlock(gate)
    for thread in started { pthread_join(thread, nil) }
    pthread_mutex_destroy(gate)
    guard started.count < needed else { return nil }
    return "this process may start only \(started.count) threads and needs \(needed); raise the number of processes "
      + "with `ulimit -u`, or the limit of the container or service"
  }
}
