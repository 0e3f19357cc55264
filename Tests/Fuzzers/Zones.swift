import Records

enum Zones {
  static let all: [TimeZoneTransitions] = [
    .utc,
    TimeZoneTransitions(
      identifier: "Europe/Madrid", transitions: [1_774_746_000, 1_792_890_000], offsets: [3_600, 7_200, 3_600]),
    TimeZoneTransitions(
      identifier: "America/Sao_Paulo", transitions: [1_541_300_400, 1_550_368_800], offsets: [-10_800, -7_200, -10_800]),
  ]
}
