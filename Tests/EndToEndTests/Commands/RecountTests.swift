import Foundation
import Testing

struct RecountTests {
  @Test func `differences from the source's counts are reported by chunk, and a run fixes them`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-04"])
    #expect(try vendor.run(file).status == 0)
    let files = try vendor.files()
    let same = try vendor.binary.run("audit", "--recount", file)
    #expect(same.status == 0, "\(same.diagnostics)")
    #expect(same.output.hasSuffix("wolkvox-emails: 3 chunks counted again, 150 records in 3 calls, 0 differences\n"))
    #expect(same.diagnostics.hasPrefix("[1/3] 2026-10-01  50 records, as committed\n"), "\(same.diagnostics)")

    try server.set("rows", to: "53")
    let chosen = try vendor.binary.run("audit", "--recount", "--from", "2026-10-02", "--to", "2026-10-03", file)
    let chunk = "20261002T050000Z-20261003T050000Z"
    #expect(chosen.status == 65)
    #expect(
      chosen.output.hasSuffix(
        """
        count: \(chunk) has 53 records at the source and 50 committed; `tidemark run --chunk \(chunk) --refresh all \(file)` fetches it again
        wolkvox-emails: 1 chunk counted again, 53 records in 1 call, 1 difference

        """), "\(chosen.output)")
    #expect(try vendor.files() == files)

    let flags = ["--chunk", chunk, "--refresh", "all"]
    #expect(try vendor.start(file, flags).result().status == 0)
    #expect(try vendor.binary.run("audit", "--recount", "--chunk", chunk, file).status == 0)
    #expect(try vendor.binary.run("audit", "--recount", file).status == 65)
  }

  @Test func `a recount splits as a run does, and chunks that cannot be counted are reported`() throws {
    let server = try VendorServer("--rows", "95", "--cap", "20")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline(
      "wolkvox-transferred-calls", source: "\n  limits: { records: 20 }\n  retry: { tries: 2, first_delay: 1 ms }",
      replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    #expect(try vendor.run(file).status == 0)
    let result = try vendor.binary.run("audit", "--recount", file)
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("2 chunks counted again, 190 records in "), "\(result.output)")

    try server.set("say", to: "out+of+order")
    let failed = try vendor.binary.run("audit", "--recount", file)
    #expect(failed.status == 69)
    #expect(
      failed.output.contains("not counted: 20261001T050000Z-20261002T050000Z: cannot fetch "), "\(failed.output)")
    #expect(failed.output.contains("0 chunks counted again, 2 not counted, 0 records in 2 calls, 0 differences"))
  }

  @Test func `the requirements of a recount are reported`() throws {
    let server = try VendorServer()
    var vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    #expect(try vendor.binary.run("audit", "--from", "2026-10-01", file).status == 64)
    #expect(try vendor.run(file).status == 0)
    vendor.binary.environment["WOLKVOX_TOKEN"] = nil
    #expect(try vendor.binary.run("audit", file).status == 0)
    let result = try vendor.binary.run("audit", "--recount", file)
    #expect(result.status == 78)
    #expect(result.diagnostics.hasSuffix("WOLKVOX_TOKEN is not set; `audit --recount` needs it\n"))
    let receipts = try vendor.pipeline("chat-tonic-nps-export")
    let none = try vendor.binary.run("audit", "--recount", receipts)
    #expect(none.status == 78 && none.diagnostics.contains("returns no rows, so there is nothing to count"))
  }
}
