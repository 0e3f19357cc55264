import Foundation
import Testing

/// Who may read an export: loaders often run as another user.
struct FileModeTests {
  private static let sink = "exports/wolkvox-emails-sandbox"

  /// The modes of everything that a run and its status page leave behind, by kind.
  private func modes(umask: String, mode: String?) throws -> [String: Set<String>] {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try binary.copyPipeline(
      "wolkvox-emails",
      replacing: [
        "to: 2026-10-08": "to: 2026-10-03",
        "compression: gzip": "compression: gzip" + (mode.map { "\n  mode: \($0)" } ?? ""),
        "code: cod_act": "code: { from: cod_act, type: integer }",
      ])
    let result = try binary.shell(
      "umask \(umask); \"$0\" run --quiet --sandbox --metrics metrics.prom --record answers $1 && \"$0\" status --sandbox --html page.html $1",
      file)
    try #require(result.status == 0, "\(result.diagnostics)")
    var modes: [String: Set<String>] = [:]
    func note(_ kind: String, _ path: String) throws {
      modes[kind, default: []].insert(String(try binary.mode(path), radix: 8))
    }
    let root = binary.folder.appending(path: FileModeTests.sink)
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: root.appending(path: path).path)
      let isDirectory = attributes[.type] as? FileAttributeType == .typeDirectory
      try note(isDirectory ? "directory" : "file", "\(FileModeTests.sink)/\(path)")
    }
    try note("directory", FileModeTests.sink)
    try note("file", "page.html")
    try note("metrics", "metrics.prom")
    try note("recordings", "answers")
    for name in try FileManager.default.contentsOfDirectory(atPath: binary.folder.appending(path: "answers").path) {
      try note("recording", "answers/\(name)")
    }
    return modes
  }

  private static let fixed: [String: Set<String>] = [
    "metrics": ["644"], "recordings": ["700"], "recording": ["600"],
  ]

  @Test(arguments: [
    ("022", nil, "644", "755"), ("027", nil, "640", "750"), ("077", nil, "600", "700"), ("000", nil, "666", "777"),
    ("022", "0640", "640", "750"), ("077", "\"0664\"", "664", "775"), ("022", "0600", "600", "700"),
  ])
  func `an export follows the umask or the sink's mode, and recordings stay private`(
    umask: String, mode: String?, file: String, directory: String
  ) throws {
    let expected = FileModeTests.fixed.merging(["file": [file], "directory": [directory]]) { $1 }
    #expect(try modes(umask: umask, mode: mode) == expected)
  }

  @Test func `leases stay private`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-02"])
    let result = try vendor.binary.shell("umask 000; \"$0\" run --now 2026-11-21T00:00:00Z $1", file)
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(try vendor.binary.mode("state/leases") == 0o700)
    let leases = try FileManager.default.contentsOfDirectory(
      atPath: vendor.binary.folder.appending(path: "state/leases").path)
    #expect(leases.count == 2)
    for name in leases { #expect(try vendor.binary.mode("state/leases/\(name)") == 0o600) }
  }

  @Test func `a checkpoint that cannot be read is an error, not a chunk to export again`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try binary.copyPipeline("wolkvox-emails")
    #expect(try binary.run("run", "--sandbox", "--quiet", file).status == 0)
    let name = "\(FileModeTests.sink)/_tidemark/checkpoints/20261002T050000Z-20261003T050000Z.json"
    let checkpoint = binary.folder.appending(path: name)
    try FileManager.default.moveItem(at: checkpoint, to: binary.folder.appending(path: "elsewhere.json"))
    // Below a sink no link is followed, also for the superuser, who could read any file.
    try FileManager.default.createSymbolicLink(
      at: checkpoint, withDestinationURL: binary.folder.appending(path: "elsewhere.json"))
    for command in ["run", "status", "plan"] {
      let result = try binary.run(command, "--sandbox", file)
      #expect(result.status == 73, "\(command): \(result.diagnostics)")
      #expect(
        result.diagnostics.contains("cannot read \(name): Too many levels of symbolic links"), "\(result.diagnostics)")
    }
    let audit = try binary.run("audit", "--sandbox", file)
    #expect(audit.status == 65)
    #expect(audit.output.contains("unreadable checkpoint: "), "\(audit.output)")
  }
}
