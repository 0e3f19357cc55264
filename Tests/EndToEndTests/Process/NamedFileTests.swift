import Foundation
import Testing

/// Files that a user names: links, as Kubernetes mounts them, and pipes.
struct NamedFileTests {
  private func link(_ binary: Binary, _ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: binary.folder.appending(path: name).path, withDestinationPath: target)
  }

  @Test func `pipelines, catalogs and secrets may be symbolic links`() throws {
    let server = try VendorServer()
    var vendor = try VendorRun(server)
    defer { vendor.remove() }
    vendor.binary.environment["WOLKVOX_TOKEN"] = nil
    let catalog = Binary.checkout.appending(path: "Sources/ConfigurationFiles/Systems/wolkvox.yaml")
    // A mounted volume: `..data` leads to the current version, and each key into `..data`.
    try vendor.binary.write("..v1/wolkvox.yaml", String(contentsOf: catalog, encoding: .utf8))
    try vendor.binary.write("..v1/token", VendorRun.token)
    let file = try vendor.pipeline(
      "wolkvox-emails", source: "\n  catalog: wolkvox.yaml",
      replacing: ["token: ${WOLKVOX_TOKEN} ": "token: { file: token } ", "to: 2026-10-08": "to: 2026-10-02"])
    try FileManager.default.moveItem(
      at: vendor.binary.folder.appending(path: file), to: vendor.binary.folder.appending(path: "..v1/\(file)"))
    try link(vendor.binary, "..data", to: "..v1")
    for name in ["wolkvox.yaml", "token", file] { try link(vendor.binary, name, to: "..data/\(name)") }
    let result = try vendor.run(file)
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-02") == "50")
  }

  @Test func `a pipeline and a secret may be pipes`() throws {
    let server = try VendorServer()
    var vendor = try VendorRun(server)
    defer { vendor.remove() }
    vendor.binary.environment["WOLKVOX_TOKEN"] = nil
    let file = try vendor.pipeline(
      "wolkvox-emails",
      replacing: ["token: ${WOLKVOX_TOKEN} ": "token: { file: /dev/stdin } ", "to: 2026-10-08": "to: 2026-10-02"])
    let checked = try vendor.binary.shell("echo token | \"$0\" check <(cat $1)", file)
    #expect(checked.status == 0, "\(checked.diagnostics)")
    #expect(
      checked.output.hasPrefix("/dev/fd/") && checked.output.contains(": valid: wolkvox/chat_12, "), "\(checked.output)"
    )
    let ran = try vendor.binary.shell(
      "echo \"$2\" | \"$0\" run --now 2026-11-21T00:00:00Z <(cat $1)", file, VendorRun.token)
    #expect(ran.status == 0, "\(ran.diagnostics)")
  }

  @Test func `a saved response may be a pipe or a link`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let response = #"{"code":"200","data":[{"id":1,"at":"2026-10-01T00:00:00Z"}]}"#
    try binary.write("real.json", response)
    try link(binary, "link.json", to: "real.json")
    for source in ["link.json", "<(cat real.json)", "/dev/stdin < real.json"] {
      let result = try binary.shell("\"$0\" init acme/things --from \(source) --time-zone UTC --force")
      #expect(result.status == 0, "\(source): \(result.diagnostics)")
      #expect(result.output.contains("at "), "\(source): \(result.output)")
    }
  }

  @Test func `a link to the metrics or the page stays, and its target is replaced`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try binary.copyPipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-02"])
    for name in ["metrics.prom", "page.html"] {
      try binary.write("real/\(name)", "")
      try link(binary, name, to: "real/\(name)")
    }
    let ran = try binary.run("run", "--sandbox", "--quiet", "--metrics", "metrics.prom", file)
    #expect(ran.status == 0, "\(ran.diagnostics)")
    #expect(try binary.run("status", "--sandbox", "--html", "page.html", file).status == 0)
    #expect(try binary.read("real/metrics.prom").contains("tidemark_rows{"))
    #expect(try binary.read("real/page.html").contains("<html"))
    for name in ["metrics.prom", "page.html"] {
      let path = binary.folder.appending(path: name).path
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "real/\(name)")
    }
    let device = try binary.run("status", "--sandbox", "--html", "/dev/null", file)
    #expect(device.status == 73)
    #expect(device.diagnostics.contains("cannot write the page: cannot replace /dev/null: Invalid argument"))
  }
}
