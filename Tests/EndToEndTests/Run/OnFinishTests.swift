import Foundation
import Testing

/// `on_finish` with processes that are real.
struct OnFinishTests {
  private static let name = "wolkvox-transferred-calls"

  private func vendorRun(_ server: VendorServer, _ hook: String) throws -> (VendorRun, file: String) {
    let vendor = try VendorRun(server)
    let file = try vendor.pipeline(
      OnFinishTests.name,
      replacing: ["to: 2026-10-08": "to: 2026-10-02", "rules:\n": "on_finish: \(hook)\n\nrules:\n"])
    return (vendor, file)
  }

  @Test func `the command gets the record and the manifest, not the token, and prints to standard error`() throws {
    let server = try VendorServer()
    let script =
      #"echo "$TIDEMARK_OUTCOME ${WOLKVOX_TOKEN-none} $(jq .exit_code "$TIDEMARK_RUN_RECORD") $(jq ".partitions | length" "$TIDEMARK_MANIFEST")"; echo done >&2"#
    let (vendor, file) = try vendorRun(server, "[sh, -c, '\(script)']")
    defer { vendor.remove() }
    let processResult = try vendor.run(file)
    #expect(processResult.status == 0, "\(processResult.diagnostics)")
    #expect(
      processResult.diagnostics.hasSuffix("\n  on_finish: success none 0 1\n  on_finish: done\n"),
      "\(processResult.diagnostics)")
    #expect(!processResult.output.contains("on_finish"))
  }

  @Test func `a failing command fails the program, not the export`() throws {
    let server = try VendorServer()
    let (vendor, file) = try vendorRun(server, "[sh, -c, 'echo no room; exit 7']")
    defer { vendor.remove() }
    let processResult = try vendor.run(file, "--quiet")
    #expect(processResult.status == 1)
    #expect(
      processResult.diagnostics
        == "  on_finish: no room\n\(OnFinishTests.name): warning: on_finish: `sh` ended with exit code 7; committed chunks are not affected\n"
    )
    #expect(try vendor.binary.partitions("exports/\(OnFinishTests.name)").count == 1)
    let json = try vendor.run(file, "--log-format", "json")
    let events = try json.diagnostics.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(events.suffix(2).map { $0["event"] as? String } == ["on_finish", "on_finish_ended"])
    #expect(events.last?["exit_code"] as? Int == 7 && events.last?["ok"] as? Bool == false)
  }

  @Test func `the command has a timeout, and its child processes end with it`() throws {
    let server = try VendorServer()
    let script = "sleep 1000 & echo $! > left; trap \"echo asked > asked; exit\" TERM; wait"
    let (vendor, file) = try vendorRun(server, "{ command: [sh, -c, '\(script)'], timeout: 500 ms }")
    defer { vendor.remove() }
    let processResult = try vendor.run(file, "--quiet")
    #expect(processResult.status == 1)
    #expect(processResult.diagnostics.contains("on_finish: `sh` was stopped after "), "\(processResult.diagnostics)")
    let left = try String(contentsOf: vendor.binary.folder.appending(path: "left"), encoding: .utf8)
    let child = try #require(Int32(left.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(child, 0) == -1 || isZombie(child))
    #expect(FileManager.default.fileExists(atPath: vendor.binary.folder.appending(path: "asked").path))
  }

  @Test func `a program that ends leaves no child process`() throws {
    let server = try VendorServer()
    let (vendor, file) = try vendorRun(server, "[sh, -c, 'sleep 1000 & echo $! > left']")
    defer { vendor.remove() }
    let began = Date()
    #expect(try vendor.run(file).status == 0)
    #expect(Date().timeIntervalSince(began) < 60)
    let left = try String(contentsOf: vendor.binary.folder.appending(path: "left"), encoding: .utf8)
    let child = try #require(Int32(left.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(child, 0) == -1 || isZombie(child))
  }

  @Test func `a program in another session does not outlive the run`() throws {
    let server = try VendorServer()
    let script = "setsid sh -c \"echo \\$\\$ > left; sleep 1000\" & while ! [ -s left ]; do sleep 0.01; done"
    let (vendor, file) = try vendorRun(server, "[sh, -c, '\(script)']")
    defer { vendor.remove() }
    let processResult = try vendor.run(file)
    #expect(processResult.status == 0, "\(processResult.diagnostics)")
    let left = try vendor.binary.read("left").trimmingCharacters(in: .whitespacesAndNewlines)
    let child = try #require(Int32(left))
    #expect(kill(child, 0) == -1 || isZombie(child))
  }

  @Test func `a long line is truncated, and the command continues`() throws {
    let server = try VendorServer()
    let script = #"head -c 300000 /dev/zero | tr "\0" "x"; echo; echo done"#
    let (vendor, file) = try vendorRun(server, "[sh, -c, '\(script)']")
    defer { vendor.remove() }
    let processResult = try vendor.run(file)
    #expect(processResult.status == 0, "\(processResult.diagnostics.suffix(300))")
    let line = String(repeating: "x", count: 8_192)
    #expect(
      processResult.diagnostics.hasSuffix("\n  on_finish: \(line)… (truncated)\n  on_finish: done\n"),
      "\(processResult.diagnostics.suffix(300))")
  }

  @Test func `a secret that a truncated line ends in is masked`() throws {
    let server = try VendorServer()
    let script = #"head -c 8185 /dev/zero | tr "\0" "x"; cat token; echo " is the token""#
    let (vendor, file) = try vendorRun(server, "[sh, -c, '\(script)']")
    defer { vendor.remove() }
    try vendor.binary.write("token", VendorRun.token)
    let processResult = try vendor.run(file)
    #expect(processResult.status == 0, "\(processResult.diagnostics.suffix(300))")
    // The line is cut after seven bytes of the token.
    let line = String(repeating: "x", count: 8_185)
    #expect(
      processResult.diagnostics.hasSuffix("\n  on_finish: \(line)***… (truncated)\n"),
      "\(processResult.diagnostics.suffix(300))")
  }

  @Test func `the command also runs after a run stopped by a signal`() throws {
    let server = try VendorServer("--delay", "1")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline(
      OnFinishTests.name, replacing: ["rules:\n": "on_finish: [sh, -c, 'echo $TIDEMARK_EXIT_CODE > code']\n\nrules:\n"])
    let running = try vendor.start(file)
    let lock = vendor.binary.folder.appending(path: "exports/\(OnFinishTests.name)/_tidemark/lock")
    while (try? String(contentsOf: lock, encoding: .utf8))?.contains("pid") != true {
      Thread.sleep(forTimeInterval: 0.01)
    }
    kill(running.process.processIdentifier, SIGTERM)
    let processResult = try running.result()
    #expect(processResult.status == 75)
    let result = vendor.binary.folder.appending(path: "code")
    #expect(try String(contentsOf: result, encoding: .utf8) == "75\n", "\(processResult.diagnostics)")
  }

  @Test func `the command does not run for generated rows`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try binary.copyPipeline(
      OnFinishTests.name, replacing: ["rules:\n": "on_finish: [touch, code]\n\nrules:\n"])
    let processResult = try binary.run("run", "--sandbox", file)
    #expect(processResult.status == 0)
    #expect(processResult.diagnostics.hasSuffix("note: `on_finish` does not run with --sandbox\n"))
    #expect(!FileManager.default.fileExists(atPath: binary.folder.appending(path: "code").path))
  }

  /// A process that has ended and was not yet waited for by its parent.
  private func isZombie(_ process: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    return status.contains("State:\tZ") || status.isEmpty
  }
}
