import Foundation
import Testing

/// Runs that are ended from outside.
struct KillTests {
  @Test func `killed at random moments and run again, the files are those of an undisturbed run`() throws {
    let server = try VendorServer("--rows", "3000", "--delay", "0.03")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-transferred-calls")
    var kills = 0
    while true {
      let running = try vendor.start(file)
      // Many moments in one export; later ones reach further, so that it comes to an end.
      Thread.sleep(forTimeInterval: .random(in: 0.02...(0.1 + 0.01 * Double(kills))))
      kill(running.process.processIdentifier, SIGKILL)
      let ending = try running.ending()
      if !ending.wasKilled {
        #expect(ending.status == 0, "\(ending.diagnostics)")
        break
      }
      kills += 1
    }
    #expect(kills > 3)
    let killed = try vendor.binary.partitions("exports/wolkvox-transferred-calls")
    #expect(try vendor.check("wolkvox-transferred-calls") == "18000")

    let undisturbed = try vendor.pipeline(
      "wolkvox-transferred-calls", replacing: ["path: exports/wolkvox-transferred-calls": "path: exports/undisturbed"])
    #expect(try vendor.run(undisturbed).status == 0)
    #expect(try vendor.binary.partitions("exports/undisturbed") == killed)
    let staging = vendor.binary.folder.appending(path: "exports/wolkvox-transferred-calls/_tidemark/staging").path
    #expect(try FileManager.default.contentsOfDirectory(atPath: staging) == [])
  }

  @Test(arguments: [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")])
  func `a signal ends a run within seconds, and the next run goes on from there`(_ signal: Int32, _ name: String) throws
  {
    let server = try VendorServer("--delay", "0.4")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-05"])
    let running = try vendor.start(file)
    Thread.sleep(forTimeInterval: 1)
    let sent = Date()
    kill(running.process.processIdentifier, signal)
    let ending = try running.ending()
    #expect(Date().timeIntervalSince(sent) < 3)
    #expect(!ending.wasKilled && ending.status == 75)
    #expect(ending.diagnostics.hasSuffix("stopped by \(name); run again to go on from here\n"), "\(ending.diagnostics)")
    let next = try vendor.run(file)
    #expect(next.status == 0, "\(next.diagnostics)")
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-05") == "150")
  }

  @Test func `a second run on the same sink is refused with the process that holds it`() throws {
    let server = try VendorServer("--delay", "1")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-02"])
    let first = try vendor.start(file)
    let lock = vendor.binary.folder.appending(path: "exports/wolkvox-emails/_tidemark/lock")
    while (try? String(contentsOf: lock, encoding: .utf8))?.contains("pid") != true {
      Thread.sleep(forTimeInterval: 0.01)
    }
    let second = try vendor.run(file)
    #expect(second.status == 75)
    let holder =
      "exports/wolkvox-emails is locked by process \(first.process.processIdentifier), started at 2026-11-21T00:00:00"
    #expect(second.diagnostics.contains(holder), "\(second.diagnostics)")
    #expect(try first.ending().status == 0)
  }
}
