import Records

/// Zones with transitions that skip and repeat local times.
enum Zones {
  static let saoPaulo = TimeZoneTransitions(
    identifier: "America/Sao_Paulo",
    changes: [
      ("2017-10-15T03:00:00Z", -2), ("2018-02-18T02:00:00Z", -3), ("2018-11-04T03:00:00Z", -2),
      ("2019-02-17T02:00:00Z", -3),
    ], before: -3)
  static let madrid = TimeZoneTransitions(
    identifier: "Europe/Madrid",
    changes: [("2026-03-29T01:00:00Z", 2), ("2026-10-25T01:00:00Z", 1), ("2027-03-28T01:00:00Z", 2)], before: 1)
  static let santiago = TimeZoneTransitions(
    identifier: "America/Santiago",
    changes: [("2026-04-05T03:00:00Z", -4), ("2026-09-06T04:00:00Z", -3), ("2027-04-04T03:00:00Z", -4)], before: -3)
}

extension TimeZoneTransitions {
  /// - Parameter changes: Each change's instant and the hours east of UTC from then on.
  fileprivate init(identifier: String, changes: [(at: String, hours: Int64)], before: Int64) {
    self.init(
      identifier: identifier, transitions: changes.map { Instant($0.at)!.seconds },
      offsets: [before * 3_600] + changes.map { $0.hours * 3_600 })
  }
}
