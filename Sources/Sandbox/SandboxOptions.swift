package import Records

/// How a sandbox behaves; its catalog decides everything else.
package struct SandboxOptions: Sendable {
  /// The port on 127.0.0.1; 0: any free one.
  package var port: Int
  /// Another seed gives other rows.
  package var seed: UInt64
  /// Events a day, on average. Counts of window reports are of the same order.
  package var rowsPerDay: Int
  /// By which share (0...1) a day may have more or fewer; 0: every day has exactly `rowsPerDay` events.
  package var dailyVariation: Double
  /// Days of the source's clock on which nothing happens.
  package var quietDays: Set<CalendarDay>
  /// The range's zone of reports, by `SYSTEM/REPORT`, where it is known; else UTC. Formats that a catalog names tell times
  /// by it.
  package var zones: [String: ZoneRules]
  /// How many requests a token from a login is good for; nil: any number.
  package var tokenLifetime: Int?
  /// Tokens, and passwords of a login, that are answered as wrong; every other one is right.
  package var refusedTokens: Set<String>
  package var faults: SandboxFaults
  /// Called for each request once its answer is chosen.
  package var onExchange: (@Sendable (SandboxExchange) -> Void)?

  package init(
    port: Int = 0, seed: UInt64 = 0, rowsPerDay: Int = 2_000, dailyVariation: Double = 0.1,
    quietDays: Set<CalendarDay> = [], zones: [String: ZoneRules] = [:], tokenLifetime: Int? = nil,
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

/// One request and how it was answered.
package struct SandboxExchange: Hashable, Sendable {
  package var method: String
  /// Path and query as they were received.
  package var target: String
  /// `SYSTEM/REPORT`; nil for a login, the index, and what matches no report.
  package var report: String?
  package var status: Int
  /// The records of an answer that has some.
  package var rows: Int?
}
