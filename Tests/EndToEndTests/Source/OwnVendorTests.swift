import Foundation
import Testing

/// The vendor of `samples/catalogs`, used only through its file: an OAuth login, all kinds of paging, a JSON body,
/// time formats.
struct OwnVendorTests {
  static let reports = ["calls", "transcripts", "surveys", "contacts"]
  static let secrets = ["ACME_CLIENT_ID": "client-7", "ACME_CLIENT_SECRET": "s3cret of 7"]

  /// A folder with the catalog and a pipeline a report, three days each, as `init` writes them.
  private func ownVendor(baseURL: String? = nil) throws -> Binary {
    var binary = try Binary()
    binary.environment = OwnVendorTests.secrets
    for name in ["acme.yaml", "acme-calls.yaml"] {
      let sample = Binary.checkout.appending(path: "samples/catalogs/\(name)")
      try binary.write("samples/catalogs/\(name)", String(contentsOf: sample, encoding: .utf8))
    }
    for report in OwnVendorTests.reports {
      let text = """
        version: 1
        name: \(report)
        source:
          report: acme/\(report)
          catalog: samples/catalogs/acme.yaml
          client_id: ${ACME_CLIENT_ID}
          client_secret: ${ACME_CLIENT_SECRET}
          retry: { tries: 5, first_delay: 1 ms, max_delay: 5 ms }
        \(baseURL.map { "  base_url: \($0)" } ?? "  region: eu")
        range: { time_zone: Europe/Madrid, from: 2026-10-01, to: 2026-10-04 }
        sink: { path: exports/\(report) }

        """
      try binary.write("\(report).yaml", text)
    }
    return binary
  }

  /// The first column of all partitions in their order, headers left out.
  private func ids(_ binary: Binary, _ sink: String) throws -> [String] {
    var ids: [String] = []
    for (path, _) in try binary.partitions(sink).sorted(by: { $0.key < $1.key }) {
      let file = binary.folder.appending(path: "\(sink)/\(path)").path
      let text = String(decoding: try outputOf("gzip", "-dc", file).data, as: UTF8.self)
      for line in text.split(separator: "\n").dropFirst()
      where line.first?.isASCII == true && line.first?.isLetter == true {
        ids.append(String(line.prefix { $0 != "," }))
      }
    }
    return ids
  }

  /// The numbers of the fixture server's rows between midnights in Madrid: `rows` per day of UTC, numbered since 1970.
  private func numbers(rows: Int) -> ClosedRange<Int> {
    let start = 1_790_805_600
    let step = 86_400 / rows
    return (start + step - 1) / step...(start + 3 * 86_400 - 1) / step
  }

  @Test func `the sample's pipeline and every report of its catalog run in the sandbox`() throws {
    let binary = try ownVendor()
    defer { binary.remove() }
    let check = try binary.run("check", "samples/catalogs/acme-calls.yaml", "samples/catalogs/acme.yaml")
    #expect(check.status == 0)
    #expect(check.diagnostics.isEmpty, "\(check.diagnostics)")
    let run = try binary.run("run", "--sandbox", "samples/catalogs/acme-calls.yaml")
    #expect(run.status == 0, "\(run.diagnostics)")
    #expect(!run.output.contains(" rejected"), "\(run.output)")
    #expect(try binary.partitions("exports/acme-calls-sandbox").count == 7)
    for report in OwnVendorTests.reports {
      let run = try binary.run("run", "--sandbox", "\(report).yaml")
      #expect(run.status == 0, "\(run.diagnostics)")
      #expect(!run.output.contains(" rejected"), "\(run.output)")
      #expect(try binary.partitions("exports/\(report)-sandbox").count == 3)
      let plan = try binary.run("plan", "--sandbox", "\(report).yaml")
      #expect(
        plan.output.hasSuffix("a run makes 0 calls\n"), "\(plan.output)")
    }
  }

  @Test(arguments: reports)
  func `an independent server is read to its last page, through truncated responses and expired tokens`(
    _ report: String
  ) throws {
    // 1,440 rows per day; tokens valid for five requests; every seventh response is truncated.
    let server = try VendorServer(script: "paging_server.py", ["1440", "100000", "5", "7", "0"])
    let binary = try ownVendor(baseURL: server.address)
    defer { binary.remove() }
    let run = try binary.run("run", "\(report).yaml")
    #expect(run.status == 0, "\(run.diagnostics)")
    let letter = ["calls": "c", "transcripts": "t", "surveys": "s", "contacts": "p"][report]!
    #expect(try ids(binary, "exports/\(report)") == numbers(rows: 1_440).map { "\(letter)\($0)" })
    #expect(!run.output.contains(" rejected"), "\(run.output)")
    let (_, errors) = try outputOf(
      "python3", "-c", "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())",
      "\(server.address)/_faults")
    #expect(String(decoding: errors, as: UTF8.self) == "[]\n")
    let recount = try binary.run("audit", "--recount", "\(report).yaml")
    #expect(recount.status == 0, "\(recount.output)\(recount.diagnostics)")
    for secret in ["s3cret of 7", "token-number"] {
      #expect(!run.output.contains(secret) && !run.diagnostics.contains(secret))
    }
  }

  @Test func `times in the vendor's formats become instants and local times`() throws {
    let server = try VendorServer(script: "paging_server.py", ["24", "100000", "100", "0", "0"])
    let binary = try ownVendor(baseURL: server.address)
    defer { binary.remove() }
    #expect(try binary.run("run", "calls.yaml").status == 0)
    let file = binary.folder.appending(
      path: "exports/calls/date=2026-10-01/20260930T220000Z-20261001T220000Z.csv.gz"
    ).path
    let lines = String(decoding: try outputOf("gzip", "-dc", file).data, as: UTF8.self).split(separator: "\n")
    #expect(
      lines.prefix(2) == [
        "call_id,started_at,ended_at,agent,talk_seconds,tags",
        "c497446,2026-09-30T22:00:00Z,2026-10-01T00:01:01,Agent 1,46,vip",
      ])
    #expect(lines.count == 25)
  }

  @Test func `windows over the API's limit are split, each part in pages`() throws {
    // 40,000 rows per day, of which paging returns at most 10,000.
    let server = try VendorServer(script: "paging_server.py", ["43200", "10000", "100000", "0", "0"])
    let binary = try ownVendor(baseURL: server.address)
    defer { binary.remove() }
    let run = try binary.run("run", "calls.yaml")
    #expect(run.status == 0, "\(run.diagnostics)")
    #expect(try ids(binary, "exports/calls") == numbers(rows: 43_200).map { "c\($0)" })
  }

  @Test func `a run killed between pages and run again has the files of an undisturbed run`() throws {
    let server = try VendorServer(script: "paging_server.py", ["1440", "100000", "100000", "0", "0.01"])
    let binary = try ownVendor(baseURL: server.address)
    defer { binary.remove() }
    let (result, kills) = try resultThroughKills(
      of: { try binary.start(["run", "surveys.yaml"]) }, after: { 0.1 + 0.05 * Double($0) })
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(kills > 1)
    #expect(try ids(binary, "exports/surveys") == numbers(rows: 1_440).map { "s\($0)" })
  }
}
