package import ConfigurationFiles
import Crypto
import Planning
import Records
package import Storage
package import SystemPackage

/// The right to use a token, for one process of this machine at a time.
///
/// It is a lock on a file named after a hash of the token, so that pipelines that share a token share its lease,
/// whatever their names. A dead process holds none. Waiters queue on a second "turn" lock, so a process that just
/// released the lease goes to the back of the queue, and a long backfill and a nightly run alternate request by
/// request.
package struct TokenLease: Sendable {
  private let path: FilePath
  private let turn: FilePath
  private let system: String
  private let holder: String
  private let noWait: Bool
  private let files: any FileStore

  /// Nil if the source needs no secret, because then there is nothing to lock.
  ///
  /// `holder` is the description for other processes, for example `process 4711 (pipeline nightly-chats)`. With
  /// `noWait`, a held lease is an error instead of a reason to wait.
  package init?(
    _ source: SourceDeclaration, directory: FilePath, holder: String, noWait: Bool = false, files: any FileStore
  ) {
    let names = (source.auth?.tokens ?? []).union(source.report.request.tokens).sorted()
    let secrets = names.compactMap { source.secrets[$0] }
    guard !secrets.isEmpty else { return nil }
    var hash = SHA256()
    for text in ["tidemark lease", source.system.name] { hash.update(data: Array(text.utf8) + [0]) }
    for secret in secrets { secret.withValue { hash.update(data: Array($0.utf8) + [0]) } }
    let digits = hash.finalize().prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    self.path = directory.appending("\(digits).lock")
    self.turn = directory.appending("\(digits).turn")
    self.system = source.system.name
    self.holder = holder
    self.noWait = noWait
    self.files = files
  }

  /// The directory of leases: `TIDEMARK_STATE_DIR/leases`, else `XDG_STATE_HOME/tidemark/leases`, else
  /// `~/.local/state/tidemark/leases`. Nil if no home directory is known.
  package static func directory(environment: [String: String]) -> FilePath? {
    func value(_ name: String) -> FilePath? {
      guard let text = environment[name], !text.isEmpty else { return nil }
      return FilePath(text)
    }
    if let directory = value("TIDEMARK_STATE_DIR") { return directory.appending("leases") }
    // The XDG specification requires that relative paths are ignored.
    if let state = value("XDG_STATE_HOME"), state.isAbsolute { return state.appending("tidemark").appending("leases") }
    return value("HOME")?.appending(".local/state/tidemark/leases")
  }

  /// Returns the lock once it is ours; `onWait` hears before each pause who is waited for.
  func acquire(clock: any WallClock, onWait: @Sendable (_ holder: String) -> Void) async throws -> any FileLock {
    let directory = path.removingLastComponent()
    if try files.status(directory) == nil { try files.makeDirectories(directory, mode: .ownerOnly) }
    let next = try await lock(turn, longestPause: TokenLease.longestPause, clock: clock, onWait: onWait)
    defer { next.unlock() }
    let lock = try await lock(path, longestPause: TokenLease.longestPauseInTurn, clock: clock, onWait: onWait)
    try lock.describe(holder)
    return lock
  }

  private func lock(
    _ path: FilePath, longestPause: Duration, clock: any WallClock, onWait: (_ holder: String) -> Void
  ) async throws -> any FileLock {
    var pause = TokenLease.firstPause
    while true {
      if let lock = try files.lock(path, mode: .ownerOnly) { return lock }
      let other = try currentHolder()
      if noWait {
        throw FetchError(
          window: nil, reason: "\(other) uses the same token of \(system)",
          advice: "rerun when it ends, or without `--no-wait`", attempts: 0, scope: .source, kind: .resumable)
      }
      onWait(other)
      try await clock.sleep(for: pause)
      pause = min(pause * 2, longestPause)
    }
  }

  /// The name of a holder that has not written its name yet, or no longer has one.
  static let unnamed = "another process"

  private static let firstPause = Duration.milliseconds(50)
  private static let longestPause = Duration.seconds(1)
  /// Shorter, because other waiters queue behind this one.
  private static let longestPauseInTurn = Duration.milliseconds(100)

  private func currentHolder() throws -> String {
    guard try files.status(path) != nil else { return TokenLease.unnamed }
    let text = SanitizedText(
      String(decoding: try files.read(path, limit: 4_096), as: UTF8.self), redactor: SecretRedactor()
    ).text
    // Between taking the lock and writing its description, a holder has no name. After its release, the previous
    // holder's name remains until a waiter takes the lease.
    return text.isEmpty || text == holder ? TokenLease.unnamed : text
  }
}
