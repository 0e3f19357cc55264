import Foundation
import Testing

/// Runs that are ended from outside.
struct KillTests {
  @Test func `a run killed at random times and run again has the files of an undisturbed run`() throws {
    let server = try VendorServer("--rows", "3000", "--delay", "0.03")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-transferred-calls")
    // Many points in one export; later ones reach further, so that it ends.
    let (result, kills) = try resultThroughKills(
      of: { try vendor.start(file) }, after: { .random(in: 0.02...(0.1 + 0.01 * Double($0))) })
    #expect(result.status == 0, "\(result.diagnostics)")
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
  func `a signal ends a run within seconds, and the next run resumes`(_ signal: Int32, _ name: String) throws {
    let server = try VendorServer("--hold-from", "3")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-05"])
    let running = try vendor.start(file)
    try server.awaitHeldRequest()
    let sent = Date()
    kill(running.process.processIdentifier, signal)
    let result = try running.result()
    #expect(Date().timeIntervalSince(sent) < 10)
    try server.release()
    #expect(!result.wasKilled && result.status == 75)
    #expect(result.diagnostics.hasSuffix("stopped by \(name); rerun to resume\n"), "\(result.diagnostics)")
    let next = try vendor.run(file)
    #expect(next.status == 0, "\(next.diagnostics)")
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-05") == "150")
  }

  @Test func `a second signal ends a run immediately, and committed files remain`() throws {
    let server = try VendorServer("--hold-from", "3")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-05"])
    let running = try vendor.start(file)
    let process = running.process.processIdentifier
    try server.awaitHeldRequest()
    // The second chunk is committed while the third is requested.
    let second = "exports/wolkvox-emails/_tidemark/checkpoints/20261002T050000Z-20261003T050000Z.json"
    while !FileManager.default.fileExists(atPath: vendor.binary.folder.appending(path: second).path) {
      try #require(running.process.isRunning)
      usleep(1_000)
    }
    // The pipe is not read anymore: the run blocks in its last message.
    let pipe = open("/proc/\(process)/fd/2", O_WRONLY | O_NONBLOCK)
    try #require(pipe >= 0)
    let filler = [UInt8](repeating: 0x20, count: 1 << 20)
    while write(pipe, filler, filler.count) > 0 || write(pipe, filler, 1) > 0 {}
    close(pipe)
    let before = try vendor.binary.partitions("exports/wolkvox-emails")
    #expect(before.count == 2)
    kill(process, SIGINT)
    while !KillTests.isWritingDiagnostics(process) {
      try #require(running.process.isRunning)
      usleep(1_000)
    }
    kill(process, SIGTERM)
    running.process.waitUntilExit()
    #expect(running.process.terminationReason == .exit && running.process.terminationStatus == 75)
    #expect(try vendor.binary.partitions("exports/wolkvox-emails") == before)
    try server.release()
    let next = try vendor.run(file)
    #expect(next.status == 0 && next.output.contains("2 skipped"), "\(next.output)\(next.diagnostics)")
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-05") == "150")
  }

  /// Returns true if a thread of a process is writing to its standard error.
  private static func isWritingDiagnostics(_ process: Int32) -> Bool {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    return tasks.contains { task in
      let call = try? String(contentsOfFile: "/proc/\(process)/task/\(task)/syscall", encoding: .utf8)
      return call?.split(separator: " ").dropFirst().first == "0x2"
    }
  }

  @Test func `a second run on the same sink is rejected with the holder's process`() throws {
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
    #expect(try first.result().status == 0)
  }
}
