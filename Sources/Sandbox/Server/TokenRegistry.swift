import ConfigurationFiles
import Synchronization

/// Hands out tokens and keeps count of what is done with each: uses, calls, requests under way.
final class TokenRegistry: Sendable {
  private struct State {
    var issued = 0
    /// The number of uses of each sandbox token.
    var uses: [String: Int] = [:]
    var calls: [String: Int] = [:]
    var underWay: [String: Int] = [:]
    var responses = 0
  }

  private let lifetime: Int?
  private let seed: UInt64
  private let state = Mutex(State())

  /// `lifetime`: how many requests a token of ours is good for; nil: any number.
  init(lifetime: Int?, seed: UInt64) {
    self.lifetime = lifetime
    self.seed = seed
  }

  /// The prefix of the sandbox's own tokens; all other tokens never expire.
  private static let prefix = "sandbox-login-"

  func issue() -> String {
    state.withLock { state in
      state.issued += 1
      let token =
        "\(TokenRegistry.prefix)\(state.issued)-\(String(SeededRandom(seed, UInt64(state.issued)).seed, radix: 16))"
      state.uses[token] = 0
      return token
    }
  }

  /// Counts a use; returns false if the token has expired or comes from another sandbox.
  func use(_ token: String) -> Bool {
    guard token.hasPrefix(TokenRegistry.prefix) else { return true }
    return state.withLock { state in
      guard let uses = state.uses[token] else { return false }
      state.uses[token] = uses + 1
      return lifetime.map { uses < $0 } ?? true
    }
  }

  /// Counts a call; returns false if the quota is used up. A day lasts as long as the sandbox.
  func call(_ token: String, limit: Int?) -> Bool {
    state.withLock { state in
      let calls = state.calls[token, default: 0]
      guard calls < limit ?? .max else { return false }
      state.calls[token] = calls + 1
      return true
    }
  }

  /// Returns the number of the current response, counted from 1.
  func nextResponse() -> Int {
    state.withLock { state in
      state.responses += 1
      return state.responses
    }
  }

  /// Nil if the maximum number of requests is in progress.
  func enter(_ token: String, limit: Int?) -> Slot? {
    let entered = state.withLock { state in
      guard state.underWay[token, default: 0] < limit ?? .max else { return false }
      state.underWay[token, default: 0] += 1
      return true
    }
    return entered ? Slot(registry: self, token: token) : nil
  }

  private func leave(_ token: String) {
    state.withLock { state in
      state.underWay[token, default: 1] -= 1
      if state.underWay[token] == 0 { state.underWay[token] = nil }
    }
  }

  /// A request in progress: it ends with `end`, or when it is released, for example because the client disconnected.
  final class Slot: Sendable {
    private let registry: TokenRegistry
    private let token: String
    private let ended = Mutex(false)

    fileprivate init(registry: TokenRegistry, token: String) {
      self.registry = registry
      self.token = token
    }

    func end() {
      let isFirst = ended.withLock { ended in
        defer { ended = true }
        return !ended
      }
      if isFirst { registry.leave(token) }
    }

    deinit {
      end()
    }
  }
}
