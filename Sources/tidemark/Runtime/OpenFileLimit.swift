import Foundation

/// The limit on the number of files that the process may have open.
enum OpenFileLimit {
  /// Enough for event loops, sockets, and the files of one chunk; with fewer, the network library ends the process
  /// without a message.
  static let needed: UInt = 64

  /// Raises the limit as far as the system allows if it is too low.
  ///
  /// - Returns: nil if the limit is high enough; otherwise the error message.
  static func shortage() -> String? {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return nil }
    if limit.rlim_cur < needed {
      limit.rlim_cur = min(limit.rlim_max, rlim_t(needed))
      _ = setrlimit(resource, &limit)
    }
    guard limit.rlim_cur < needed else { return nil }
    return "this process may open only \(limit.rlim_cur) files at once and needs \(needed); "
      + "raise it with `ulimit -n \(needed)`"
  }
}
