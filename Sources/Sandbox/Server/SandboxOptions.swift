package import Records

/// Options of a sandbox; its catalog determines everything else.
package struct SandboxOptions: Sendable {
  /// The port on 127.0.0.1; 0: any free one.
  package var port: Int
  /// Another seed gives other rows.
  package var seed: UInt64
  /// Events a day, on average. Counts of window reports are of the same order.
  package var rowsPerDay: Int
  /// The share (0...1) by which the number of events of a day may vary; with 0, every day has exactly `rowsPerDay`
  /// events.
  package var dailyVariation: Double
  /// Days of the source's clock on which nothing happens.
  package var quietDays: Set<CalendarDay>
  /// The range's zones of reports, by `SYSTEM/REPORT`, if known; otherwise UTC. Times with a format are in this zone.
  package var zones: [String: TimeZoneTransitions]
  /// The number of requests that a login token is valid for; nil for any number.
  package var tokenLifetime: Int?
  /// Tokens and login passwords that are rejected; all others are accepted.
  package var refusedTokens: Set<String>
  package var faults: SandboxFaults
  /// Called for each request once its response is chosen.
  package var onExchange: (@Sendable (SandboxExchange) -> Void)?

  package init(
    port: Int = 0, seed: UInt64 = 0, rowsPerDay: Int = 2_000, dailyVariation: Double = 0.1,
    quietDays: Set<CalendarDay> = [], zones: [String: TimeZoneTransitions] = [:], tokenLifetime: Int? = nil,
    refusedTokens: Set<String> = [], faults: SandboxFaults = .none,
    onExchange: (@Sendable (SandboxExchange) -> Void)? = nil
  ) {
    self.port = port
    self.seed = seed
    self.rowsPerDay = rowsPerDay
    self.dailyVariation = dailyVariation
    self.quietDays = quietDays
    self.zones = zones
    self.tokenLifetime = tokenLifetime
    self.refusedTokens = refusedTokens
    self.faults = faults
    self.onExchange = onExchange
  }
}
