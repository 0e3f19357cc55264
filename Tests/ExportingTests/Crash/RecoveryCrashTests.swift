import Exporting
import TestSupport
import Testing

/// Tests a crash after every operation of the run that recovers from a crash after every operation: exports of two
/// chunks, so that all pairs can be tried. States of the disk that repeat are tried once.
struct RecoveryCrashTests {
  static let scenarios: [CrashScenario] = [
    .first, .replacing, .replacingPlain, .split, .rejects, .emptied, .changedSettings,
  ]

  /// The states left by crashes at each operation of a run that were not seen before.
  static func wreckage(
    of export: TestExport, on disk: ModelledDisk, isStrict: Bool, seed: inout UInt64, seen: inout Set<Int>
  ) async -> [ModelledDisk] {
    let film = await disk.filming { await CrashTests.interrupt(export) }
    var found: [ModelledDisk] = []
    for frame in film + [disk] {
      seed += 1
      let survivals: [ModelledDisk.Survival] = isStrict ? [.strict] : [.strict, .processOnly, .partial(seed: seed)]
      for survival in survivals {
        let wreck = frame.afterCrash(survival)
        if seen.insert(wreck.fingerprint).inserted { found.append(wreck) }
      }
    }
    return found
  }

  @Test(arguments: scenarios)
  func `a crash at any operation of the recovery is recovered too`(_ scenario: CrashScenario) async throws {
    let truth = try await CrashTests.Truth(scenario, days: 2)
    // The longest of them, whose parts the others have too.
    let isStrict = scenario == .changedSettings
    var seed: UInt64 = 0
    var seen: Set<Int> = []
    var seenAgain: Set<Int> = []
    let first = truth.prepared.afterCrash(.processOnly)
    let wrecks = await Self.wreckage(
      of: scenario.export(on: first, days: 2), on: first, isStrict: isStrict, seed: &seed, seen: &seen)
    var second: [ModelledDisk] = []
    for wreck in wrecks {
      truth.checkWholeness(wreck, "the first crash")
      let disk = wreck.afterCrash(.processOnly)
      second += await Self.wreckage(
        of: scenario.export(on: disk, isOrdinary: true, days: 2), on: disk, isStrict: isStrict, seed: &seed,
        seen: &seenAgain)
    }
    #expect(
      wrecks.count > (isStrict ? 10 : 60) && second.count > (isStrict ? 10 : 1_000),
      "\(wrecks.count) and \(second.count) states")
    for (number, disk) in second.enumerated() {
      let place = "state \(number)"
      truth.checkWholeness(disk, place)
      try await CrashTests.recover(scenario, disk, truth, place)
    }
  }
}
