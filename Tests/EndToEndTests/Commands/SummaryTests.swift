import Foundation
import Testing

struct SummaryTests {
  @Test func `rows and bytes of unchanged chunks do not count as written`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    let first = try vendor.run(file)
    #expect(first.status == 0 && first.output.contains("\n  rows     100 written\n"), "\(first.output)")
    let again = try vendor.start(file, ["--refresh", "all"]).result()
    #expect(again.status == 0)
    #expect(again.output.contains("\n  chunks   2 unchanged\n  rows     100 fetched, 0 written\n"), "\(again.output)")
    #expect(again.output.contains(" received in 2 calls, 0 B written\n"), "\(again.output)")
    #expect(!again.diagnostics.contains(" out"), "\(again.diagnostics)")
    let json = try vendor.start(file, ["--refresh", "all", "--log-format", "json"]).result()
    let last = try #require(json.diagnostics.split(separator: "\n").last)
    let event = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    #expect(event["event"] as? String == "finished")
    #expect(event["rows"] as? Int == 100)
    #expect(event["rows_written"] as? Int == 0 && event["bytes_written"] as? Int == 0)
  }
}
