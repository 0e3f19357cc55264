import Foundation
import Testing

struct SinkPathTests {
  @Test(arguments: ["out/", "./out//", "out/."])
  func `the sandbox writes next to the real sink, never into it`(path: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try binary.copyPipeline(
      "wolkvox-emails",
      replacing: ["path: exports/wolkvox-emails": "path: \(path)", "to: 2026-10-08": "to: 2026-10-02"])
    #expect(try binary.run("run", "--sandbox", "--quiet", file).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: binary.folder.path).sorted() == ["out-sandbox", file])
  }

  @Test func `a bucket is rejected by check and creates no directory`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try binary.copyPipeline(
      "wolkvox-emails", replacing: ["path: exports/wolkvox-emails": "path: s3://bucket/calls"])
    for command in ["check", "run"] {
      let result = try binary.run(command, "--sandbox", file)
      #expect(result.status == 78)
      #expect(
        result.diagnostics.contains(
          "error: `path` has the scheme `s3`, and a sink is a local directory; "
            + "export to a local directory and copy it from there in `on_finish`"), "\(result.diagnostics)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: binary.folder.path) == [file])
  }
}
