import Exporting
import SystemPackage
import TestSupport
import Testing

/// Tests complete exports with a power failure, or a kill, after every single operation, followed by an ordinary run.
struct CrashTests {
  static let survivals: [ModelledDisk.Survival] = [.strict, .processOnly, .partial(seed: 1), .partial(seed: 2)]

  /// Old and new state of a scenario; whatever a crash leaves is made of these.
  struct Truth {
    let prepared: ModelledDisk
    let days: Int
    let old: SinkFiles
    let new: SinkFiles

    init(_ scenario: CrashScenario, days: Int = 3) async throws {
      prepared = try await scenario.prepared(days: days)
      self.days = days
      old = SinkFiles(prepared)
      let disk = prepared.afterCrash(.processOnly)
      let summary = try await scenario.export(on: disk, days: days).run()
      #expect(summary.failures.isEmpty && summary.left == 0)
      new = SinkFiles(disk)
      #expect(old != new)
      #expect(try disk.auditFindings() == [])
    }

    /// Checks that loaders see complete files, old or new, at any time.
    func checkWholeness(_ disk: ModelledDisk, _ place: String) {
      for (path, bytes) in SinkFiles(disk).published {
        if bytes == old.published[path] || bytes == new.published[path] { continue }
        Issue.record("\(place): \(path) is neither the old file nor the new one")
      }
    }
  }

  /// Runs until the crash; its result is ignored.
  static func interrupt(_ export: TestExport) async {
    _ = try? await export.run()
  }

  /// Runs after a crash: every file is complete afterwards, and checkpoints, manifest and files agree, durably.
  static func recover(_ scenario: CrashScenario, _ disk: ModelledDisk, _ truth: Truth, _ place: String) async throws {
    let export = scenario.export(on: disk, isOrdinary: true, days: truth.days)
    export.clock.advance(by: .seconds(3_600))
    let summary = try await export.run()
    #expect(summary.failures.map(\.reason) == [], "\(place)")
    truth.checkWholeness(disk, place)
    #expect(try disk.auditFindings() == [], "\(place)")
    if scenario == .rejects { #expect(try disk.miscountedRejects() == [], "\(place)") }

    // The ordinary run does not touch intact files with the old rows.
    if SinkFiles(disk) != truth.new {
      let again = try await scenario.export(on: disk, days: truth.days).run()
      #expect(again.failures.map(\.reason) == [], "\(place)")
    }
    #expect(SinkFiles(disk).differences(from: truth.new) == [], "\(place)")
    let survivor = disk.afterCrash(.strict)
    #expect(SinkFiles(survivor).differences(from: truth.new) == [], "\(place)")
    #expect(try survivor.auditFindings().filter { !$0.hasPrefix("leftover") } == [], "\(place)")
  }

  @Test(arguments: CrashScenario.allCases)
  func `after a crash at any operation the next run has the result of an undisturbed run`(
    _ scenario: CrashScenario
  ) async throws {
    let truth = try await Truth(scenario)
    var crashes = 0
    while true {
      let disk = truth.prepared.afterCrash(.processOnly)
      disk.crash(after: crashes)
      await CrashTests.interrupt(scenario.export(on: disk))
      guard disk.hasCrashed else { break }
      for survival in CrashTests.survivals {
        let place = "crash after \(crashes) operations, \(survival)"
        let found = disk.afterCrash(survival)
        truth.checkWholeness(found, place)
        try await CrashTests.recover(scenario, found, truth, place)
      }
      crashes += 1
    }
    #expect(crashes > 30)
  }

  @Test(arguments: CrashScenario.allCases)
  func `after a fault at any operation files are intact and the next run completes`(
    _ scenario: CrashScenario
  ) async throws {
    let truth = try await Truth(scenario)
    let errors: [Errno] = [.noSpace, .ioError, .permissionDenied]
    let measured = truth.prepared.afterCrash(.processOnly)
    let before = measured.operations.count
    try await scenario.export(on: measured).run()
    for number in 1...(measured.operations.count - before) {
      for errno in errors {
        let disk = truth.prepared.afterCrash(.processOnly)
        disk.fail(operation: number, with: errno)
        let place = "\(errno) at operation \(number), \(measured.operations[before + number - 1])"
        do {
          let summary = try await scenario.export(on: disk).run()
          #expect(summary.failures.allSatisfy { $0.kind == .cannotWrite }, "\(place)")
        } catch let failure as ExportError {
          #expect(failure.kind == .cannotWrite, "\(place): \(failure)")
        }
        truth.checkWholeness(disk, place)
        try await CrashTests.recover(scenario, disk, truth, place)
      }
    }
  }
}
