import Foundation
import Testing

/// Signals end a run soon and leave nothing behind.
struct SignalTests {
  private static let name = "wolkvox-emails"

  /// A run whose first request is held back by the server.
  private func heldRun(
    _ server: VendorServer, _ vendor: VendorRun, _ script: String, replacing: [String: String] = [:]
  ) throws -> Running {
    let file = try vendor.pipeline(SignalTests.name, replacing: replacing)
    let running = try vendor.binary.start(
      URL(fileURLWithPath: "/bin/bash"), ["-c", script, Binary.path.path, file] + VendorRun.now)
    try server.awaitHeldRequest()
    return running
  }

  @Test func `SIGHUP stops a run like SIGTERM`() throws {
    let server = try VendorServer("--hold-from", "1")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let running = try heldRun(server, vendor, "exec \"$0\" run \"$@\"")
    kill(running.process.processIdentifier, SIGHUP)
    let result = try running.result()
    #expect(result.status == 75 && !result.wasKilled, "\(result.diagnostics)")
    #expect(result.diagnostics.contains("stopped by SIGHUP"), "\(result.diagnostics)")
  }

  @Test func `SIGHUP stays ignored under nohup`() throws {
    let server = try VendorServer("--hold-from", "1")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let running = try heldRun(server, vendor, "trap '' HUP; exec \"$0\" run \"$@\"")
    kill(running.process.processIdentifier, SIGHUP)
    try server.release()
    let result = try running.result()
    #expect(result.status == 0, "\(result.diagnostics)")
  }

  @Test(arguments: ["TERM", "INT", "HUP"])
  func `a signal before the first request ends a run with 75`(_ signal: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    // The run waits for its pipeline, and the shell for the run to open it.
    let result = try binary.shell(
      "mkfifo pipeline; \"$0\" run pipeline & exec 3> pipeline; kill -\(signal) $!; wait $!; echo $?", "")
    #expect(result.output == "75\n", "\(result.diagnostics)")
  }

  @Test func `SIGTERM ends a process whose work cannot stop`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    // Nobody reads the diagnostics, so the run is stuck in writing them.
    let file = try vendor.pipeline(SignalTests.name)
    let result = try vendor.binary.start(
      URL(fileURLWithPath: "/bin/bash"),
      [
        "-c",
        """
        mkfifo stuck; exec 3<>stuck
        python3 -c 'import os, fcntl; fcntl.fcntl(3, fcntl.F_SETFL, os.O_NONBLOCK)
        try:
          while True: os.write(3, b"x" * 4096)
        except BlockingIOError: fcntl.fcntl(3, fcntl.F_SETFL, 0)'
        "$0" run "$@" 2>&3 3>&- & run=$!
        while ! [ -e exports/\(SignalTests.name)/_tidemark/lock ]; do sleep 0.05; done
        sleep 0.5; kill -TERM $run
        wait $run; echo $?
        """, Binary.path.path, file,
      ] + VendorRun.now
    ).result()
    #expect(result.output == "75\n", "\(result.diagnostics)")
  }

  @Test func `after a signal the command of on_finish is bounded`() throws {
    let server = try VendorServer("--hold-from", "1")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let running = try heldRun(
      server, vendor, "exec \"$0\" run \"$@\"",
      replacing: ["sink:\n": "on_finish: [sh, -c, 'echo $$ > hook; exec sleep 1000']\nsink:\n"])
    let start = Date()
    kill(running.process.processIdentifier, SIGTERM)
    let result = try running.result()
    #expect(result.status == 75, "\(result.diagnostics)")
    #expect(Date().timeIntervalSince(start) < 15)
    #expect(
      result.diagnostics.contains("on_finish: `sh` was stopped after 3 s, the limit after a signal"),
      "\(result.diagnostics)")
    let hook = try vendor.binary.read("hook").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(hook)"))
  }
}
