import Foundation
import Testing

/// All pipelines of the project against a server that was written from the vendors' documentation.
struct PipelineTests {
  @Test(arguments: [
    ("wolkvox-transferred-calls", 300), ("wolkvox-emails", 300), ("wolkvox-closed-chats", 28),
    ("wolkvox-whatsapp-clicks", 7), ("chat-tonic-operators", 14), ("chat-tonic-dashboard", 168),
  ])
  func `every row and value arrives, and a second run sends no request and changes nothing`(
    _ name: String, _ rows: Int
  ) throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline(name)
    let first = try vendor.run(file)
    #expect(first.status == 0, "\(first.diagnostics)")
    #expect(try vendor.check(name) == "\(rows)")

    let requests = try server.requests()
    let files = try vendor.files()
    let second = try vendor.run(file)
    #expect(second.status == 0)
    #expect(second.output.contains("7 skipped"))
    #expect(try server.requests().count == requests.count)
    #expect(try vendor.files() == files)

    #expect(!requests.contains { $0["crowded"] as? Bool == true }, "one request at a time")
    for secret in [VendorRun.token, VendorRun.password, "jwt-secret"] {
      for text in [first.output, first.diagnostics, second.output, second.diagnostics] {
        #expect(!text.contains(secret))
      }
      #expect(try vendor.filesHolding(secret) == [])
    }
  }

  @Test func `a report sent by e-mail is requested once per month and leaves receipts`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("chat-tonic-nps-export")
    #expect(try vendor.run(file).status == 0)
    #expect(try vendor.run(file).status == 0)
    let asked = try server.requests().compactMap { $0["path"] as? String }.filter { $0.contains("nps/export") }
    #expect(
      asked == [
        "/api/v1/acme/stats/nps/export?typeUser=all&startDate=2026-08-01T03%3A00%3A00.000Z&endDate=2026-09-01T02%3A59%3A59.999Z",
        "/api/v1/acme/stats/nps/export?typeUser=all&startDate=2026-09-01T03%3A00%3A00.000Z&endDate=2026-10-01T02%3A59%3A59.999Z",
        "/api/v1/acme/stats/nps/export?typeUser=all&startDate=2026-10-01T03%3A00%3A00.000Z&endDate=2026-11-01T02%3A59%3A59.999Z",
      ])
    #expect(try vendor.binary.partitions("exports/chat-tonic-nps-export").count == 3)
  }

  @Test func `newline-delimited JSON distinguishes null from empty text and keeps every byte`() throws {
    let server = try VendorServer("--rows", "40")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline(
      "wolkvox-emails",
      replacing: [
        "format: csv": "format: ndjson", "compression: gzip": "compression: none", "to: 2026-10-08": "to: 2026-10-03",
      ])
    #expect(try vendor.run(file).status == 0)
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-03") == "80")
  }

  @Test func `a login that expires during a run loses nothing`() throws {
    let server = try VendorServer("--token-uses", "2")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    #expect(try vendor.run(vendor.pipeline("chat-tonic-operators")).status == 0)
    let methods = try server.requests().compactMap { $0["method"] as? String }
    #expect(methods.count { $0 == "POST" } == 4)
    #expect(try vendor.check("chat-tonic-operators") == "14")
  }

  @Test func `a server that truncates silently at its cap loses no row and repeats none`() throws {
    let server = try VendorServer("--rows", "95", "--cap", "20")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline(
      "wolkvox-transferred-calls", source: "\n  limits: { records: 20 }",
      replacing: ["to: 2026-10-08": "to: 2026-10-04"])
    let result = try vendor.run(file)
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(try vendor.check("wolkvox-transferred-calls", to: "2026-10-04") == "285")
    let calls = try server.requests().count
    #expect(result.output.contains("received in \(calls) calls"), "\(result.output)")
    // Three days of 95 rows need at least five responses of under 20 rows each; splitting without an estimate would
    // need many more.
    #expect((15...40).contains(calls), "\(calls)")
  }

  @Test(arguments: [
    (format: "csv", bodyBytes: 4_000, small: 2_500, large: 50_000),
    // The small one already has several row groups.
    (format: "parquet", bodyBytes: 1_000_000, small: 80, large: 190),
  ])
  func `peak memory does not grow with the response`(format: String, bodyBytes: Int, small: Int, large: Int) throws {
    func peak(rows: Int) throws -> Int {
      let server = try VendorServer("--rows", "\(rows)", "--body-bytes", "\(bodyBytes)")
      let vendor = try VendorRun(server)
      defer { vendor.remove() }
      var sink = ["to: 2026-10-08": "to: 2026-10-02", "format: csv": "format: \(format)"]
      if format == "parquet" { sink["compression: gzip"] = "compression: zstd" }
      let file = try vendor.pipeline("wolkvox-emails", replacing: sink)
      let script = """
        import resource, subprocess, sys
        status = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        sys.exit(status)
        """
      let result = try vendor.binary.start(
        URL(fileURLWithPath: "/usr/bin/env"),
        ["python3", "-c", script, Binary.path.path, "run", file] + VendorRun.now
      ).result()
      #expect(result.status == 0, "\(result.diagnostics)")
      return try #require(Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
    let less = try peak(rows: small)
    let more = try peak(rows: large)
    #expect(more - less < 20 * 1024, "\(less) kB for \(small) rows, \(more) kB for \(large)")
    #expect(more < 128 * 1024)
  }
}
