import Foundation

/// How many files the process may have open at once.
enum OpenFileLimit {
  /// Event loops, sockets, and the files of one chunk; below it the network library would end the process without a word.
  static let needed: UInt = 64

  /// Raises the limit as far as the system lets it where it is too low.
  ///
  /// - Returns: nil where there are enough, else why there are not, in words.
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
