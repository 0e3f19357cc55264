import Foundation
import Testing

/// Loads of e-mails into real engines.
struct LoadTests {
  /// An export of six days of e-mails, and a warehouse for it.
  private struct Setup {
    let server: VendorServer
    let vendor: VendorRun
    let warehouse: Warehouse
    let file: String

    init(_ kind: Warehouse.Kind, client: String? = nil) throws {
      server = try VendorServer()
      vendor = try VendorRun(server)
      warehouse = try Warehouse(kind, in: vendor.binary.folder)
      file = try vendor.pipeline("wolkvox-emails", replacing: Setup.changes(warehouse, client: client))
      let result = try vendor.run(file)
      try #require(result.status == 0, "\(result.diagnostics)")
    }

    private static func changes(_ warehouse: Warehouse, client: String? = nil) throws -> [String: String] {
      var section = try warehouse.section()
      if let client { section = "load: { into: \(warehouse.kind.engine), table: raw.rows, client: \(client) }\n" }
      return [
        "sink:\n": section + "\nsink:\n", "format: csv": "format: \(warehouse.kind.format)",
        "compression: gzip": "compression: \(warehouse.compression)",
      ]
    }

    /// Writes the pipeline again with other settings.
    func change(_ more: [String: String]) throws {
      _ = try vendor.pipeline(
        "wolkvox-emails", replacing: Setup.changes(warehouse).merging(more, uniquingKeysWith: { $1 }))
    }

    func load(_ options: String...) throws -> Binary.ProcessResult {
      try vendor.binary.start(["load"] + options + [file]).result()
    }

    /// The rows of the table compared with a new NDJSON export.
    func check(_ more: [String: String] = [:]) throws -> String {
      let text = try vendor.binary.copyPipeline(
        "wolkvox-emails",
        replacing: more.merging(
          [
            "  server: ${WOLKVOX_SERVER}": "  base_url: \(server.address)",
            "path: exports/wolkvox-emails": "path: exports/reference", "format: csv": "format: ndjson",
          ], uniquingKeysWith: { $1 }))
      let pipeline = try vendor.binary.read(text)
      try change(more)
      try vendor.binary.write("reference.yaml", pipeline)
      let result = try vendor.run("reference.yaml", "--refresh", "all")
      try #require(result.status == 0, "\(result.diagnostics)")
      return try warehouse.check(against: "exports/reference")
    }

    func partition(_ day: String) -> URL {
      let next = day.dropLast() + String((Int(String(day.last ?? "0")) ?? 0) + 1)
      let suffix = warehouse.kind.format == "parquet" ? "parquet" : "\(warehouse.kind.format).gz"
      let id = "\(day.replacing("-", with: ""))T050000Z-\(next.replacing("-", with: ""))T050000Z"
      return vendor.binary.folder.appending(path: "exports/wolkvox-emails/date=\(day)/\(id).\(suffix)")
    }

    func remove() { vendor.remove() }
  }

  private static func line(_ result: Binary.ProcessResult) -> String {
    result.output.replacing(/, [\d.]+ s\n$/, with: "")
  }

  @Test(arguments: Warehouse.Kind.all)
  func `the table equals the partitions after every change`(_ kind: Warehouse.Kind) throws {
    let setup = try Setup(kind)
    defer { setup.remove() }
    let first = try setup.load()
    #expect(first.status == 0, "\(first.diagnostics)")
    #expect(
      LoadTests.line(first) == "wolkvox-emails: 6 of 6 partitions loaded (300 rows), 0 removed, 0 unchanged")
    #expect(try setup.check() == "300")

    let again = try setup.load()
    #expect(
      LoadTests.line(again) == "wolkvox-emails: 0 of 6 partitions loaded (0 rows), 0 removed, 6 unchanged",
      "\(again.diagnostics)")
    #expect(try setup.load("--check").status == 0)

    // A late day.
    try setup.server.set("rows", to: "60")
    #expect(try setup.vendor.run(setup.file, "--refresh", "all", "--chunk", "2026-10-03").status == 0)
    let behind = try setup.load("--check")
    #expect(behind.status == 65)
    #expect(behind.diagnostics.contains("raw.rows differs from the manifest: 1 chunk to load, first: 20261003T"))
    let late = try setup.load()
    #expect(
      LoadTests.line(late) == "wolkvox-emails: 1 of 6 partitions loaded (60 rows), 0 removed, 5 unchanged",
      "\(late.diagnostics)")
    #expect(try setup.warehouse.query("SELECT count(*) FROM raw.rows") == "310")

    // Other columns, and another length of chunks.
    let more = ["  code: cod_act": "  domain: $window.date\n  code: cod_act", "chunk: 1 day": "chunk: 2 days"]
    try setup.change(more)
    let run = try setup.vendor.run(setup.file, "--refresh", "changed")
    #expect(run.status == 0, "\(run.diagnostics)")
    let longer = try setup.load()
    #expect(longer.status == 0, "\(longer.diagnostics)")
    #expect(longer.output.contains(" removed, 0 unchanged, "), "\(longer.output)")
    // Chunks of two days reach beyond both ends of the range.
    let rows = try setup.check(more)
    #expect((Int(rows) ?? 0) >= 360, "\(rows)")

    let full = try setup.load("--full")
    #expect(full.status == 0, "\(full.diagnostics)")
    #expect(try setup.warehouse.query("SELECT count(*) FROM raw.rows") == rows)
  }

  @Test(arguments: [
    Warehouse.Kind(engine: "postgres", format: "csv"), Warehouse.Kind(engine: "duckdb", format: "parquet"),
  ])
  func `a file that is not the committed one fails the load and changes nothing`(_ kind: Warehouse.Kind) throws {
    let setup = try Setup(kind)
    defer { setup.remove() }
    #expect(try setup.load().status == 0)
    try setup.server.set("rows", to: "60")
    #expect(try setup.vendor.run(setup.file, "--refresh", "all").status == 0)
    let file = setup.partition("2026-10-03")
    let content = try Data(contentsOf: file)
    let other = try Data(contentsOf: setup.partition("2026-10-05"))
    var flipped = content
    flipped[content.count / 2] ^= 1
    for damage in [content.prefix(content.count / 2), other, flipped, nil] {
      if let damage { try damage.write(to: file) } else { try FileManager.default.removeItem(at: file) }
      let result = try setup.load()
      #expect(result.status == 65, "\(result.diagnostics)")
      #expect(result.diagnostics.contains(file.lastPathComponent), "\(result.diagnostics)")
      #expect(try setup.warehouse.query("SELECT count(*) FROM raw.rows") == "300")
    }
    try content.write(to: file)
    #expect(try setup.load().status == 0)
    #expect(try setup.warehouse.query("SELECT count(*) FROM raw.rows") == "360")
  }

  @Test(arguments: [Warehouse.Kind(engine: "postgres", format: "csv"), Warehouse.Kind(engine: "duckdb", format: "csv")])
  func `readers see the old rows or the new ones, however often a load is killed`(_ kind: Warehouse.Kind) throws {
    let setup = try Setup(kind)
    defer { setup.remove() }
    #expect(try setup.load().status == 0)
    var program = setup.vendor.binary
    program.environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    let duration = try ContinuousClock().measure { _ = try setup.load("--full") }
    var kills = 0
    for number in 0..<50 {
      let running = try program.start(["load", "--full", setup.file])
      Thread.sleep(forTimeInterval: duration / .seconds(1) * Double(number) / 50)
      // Every other time, the client is killed instead of the program.
      let id = running.process.processIdentifier
      if number.isMultiple(of: 2) { kill(id, SIGKILL) } else { _ = try outputOf("pkill", "-KILL", "-P", "\(id)") }
      let result = try running.result()
      if result.wasKilled || result.status == 69 {
        kills += 1
      } else {
        #expect(result.status == 0 || result.status == 75, "\(result.diagnostics)")
      }
      let count = try? setup.warehouse.query("SELECT count(*) FROM raw.rows")
      // A client that outlives its parent for a moment still holds the file of DuckDB.
      #expect(count == "300" || kind.engine == "duckdb" && count == "")
    }
    #expect(kills > 10)
    // The client of a killed load may still have the database open.
    var last = try setup.load("--full")
    for _ in 0..<100 where last.status == 75 { last = try setup.load("--full") }
    #expect(last.status == 0, "\(last.diagnostics)")
    #expect(try setup.check() == "300")
  }

  @Test func `of two loads at the same time, one wins`() throws {
    let setup = try Setup(Warehouse.Kind(engine: "postgres", format: "csv"))
    defer { setup.remove() }
    for _ in 0..<20 {
      let pair = try [0, 1].map { _ in try setup.vendor.binary.start(["load", "--full", setup.file]) }
      let results = try pair.map { try $0.result() }
      #expect(results.contains { $0.status == 0 })
      #expect(results.allSatisfy { [0, 75].contains($0.status) }, "\(results.map(\.diagnostics))")
      #expect(try setup.warehouse.query("SELECT count(*) FROM raw.rows") == "300")
    }
  }

  @Test func `a load that would remove most rows needs --full`() throws {
    let setup = try Setup(Warehouse.Kind(engine: "postgres", format: "csv"))
    defer { setup.remove() }
    #expect(try setup.load().status == 0)
    try setup.server.set("rows", to: "20")
    #expect(try setup.vendor.run(setup.file, "--refresh", "all").status == 0)
    let refused = try setup.load()
    #expect(refused.status == 78)
    #expect(
      refused.diagnostics
        == "wolkvox-emails.yaml: error: the load would remove 180 of 300 rows of raw.rows, more than half; "
        + "check that the sink is complete, or load with `--full`\n")
    #expect(try setup.load("--full").status == 0)
    #expect(try setup.warehouse.query("SELECT count(*) FROM raw.rows") == "120")

    try FileManager.default.removeItem(at: setup.vendor.binary.folder.appending(path: "exports"))
    for options in [[], ["--full"]] {
      let result = try setup.vendor.binary.start(["load"] + options + [setup.file]).result()
      #expect(result.status == 78)
      #expect(result.diagnostics.contains("manifest.json does not exist, so that nothing can be loaded or removed; "))
    }
    #expect(try setup.warehouse.query("SELECT count(*) FROM raw.rows") == "120")
  }

  @Test func `a table that was dropped is loaded again completely`() throws {
    let setup = try Setup(Warehouse.Kind(engine: "postgres", format: "ndjson"))
    defer { setup.remove() }
    #expect(try setup.load().status == 0)
    _ = try setup.warehouse.query("DROP TABLE raw.rows")
    #expect(
      LoadTests.line(try setup.load()) == "wolkvox-emails: 6 of 6 partitions loaded (300 rows), 0 removed, 0 unchanged")
    #expect(try setup.check() == "300")
    _ = try setup.warehouse.query("DROP SCHEMA raw CASCADE")
    let result = try setup.load()
    #expect(result.status == 78)
    #expect(
      result.diagnostics
        == "wolkvox-emails.yaml: error: the schema `raw` does not exist in PostgreSQL; create it, for example with "
        + "`CREATE SCHEMA raw`\n")
  }

  @Test(arguments: [
    (
      "[\"true\"]",
      "ended without an error, but the output of the query is incomplete: its last line, `end`, is missing"
    ),
    ("[sh, -c, 'cat > script; echo no; echo such host >&2; exit 3']", "the client `sh` ended with exit code 3; "),
    ("[no-such-client]", "the client `no-such-client` did not start: program not found, or not executable; "),
    ("[sh, -c, 'exec sed -n \"s/^/#/; $ s/.*/end\\tno table/p\"']", "still differs from the manifest in 6 chunks; "),
  ])
  func `a client that fails or does nothing is an error`(_ client: String, _ words: String) throws {
    let setup = try Setup(Warehouse.Kind(engine: "postgres", format: "csv"), client: client)
    defer { setup.remove() }
    let result = try setup.load()
    #expect(result.status == 69, "\(result.diagnostics)")
    #expect(result.diagnostics.contains(words), "\(result.diagnostics)")
  }

  @Test func `the printed scripts do the same by hand`() throws {
    let setup = try Setup(Warehouse.Kind(engine: "postgres", format: "csv"))
    defer { setup.remove() }
    let client = try setup.warehouse.client.joined(separator: " ")
    let pipe = "$0 load --query $1 | \(client) | $0 load --print --loaded - $1 | \(client)"
    for _ in 0..<2 {
      let result = try setup.vendor.binary.shell("set -o pipefail; \(pipe)", setup.file)
      #expect(result.status == 0, "\(result.diagnostics)")
      #expect(result.output.isEmpty, "\(result.output)")
    }
    #expect(try setup.check() == "300")
    #expect(
      try setup.load("--print").output.hasPrefix(
        "-- Generated by tidemark: loads 6 chunks of wolkvox-emails into raw.rows."))
  }

  @Test func `a load after a run is recorded, logged and measured`() throws {
    let setup = try Setup(Warehouse.Kind(engine: "duckdb", format: "parquet"))
    defer { setup.remove() }
    let result = try setup.vendor.run(
      setup.file, "--load", "--refresh", "all", "--max-chunks", "2", "--log-format", "json", "--metrics", "a.prom")
    #expect(result.status == 75)
    let last = try #require(result.diagnostics.split(separator: "\n").last { $0.contains("\"loaded\"") })
    let event = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    #expect(event["table"] as? String == "raw.rows" && event["rows"] as? Int == 300 && event["loaded"] as? Int == 6)
    let metrics = try setup.vendor.binary.read("a.prom")
    #expect(metrics.contains("tidemark_last_load_exit_code{pipeline=\"wolkvox-emails\"} 0\n"))
    #expect(metrics.contains("tidemark_last_load_rows{pipeline=\"wolkvox-emails\"} 300\n"))
    let runs = "exports/wolkvox-emails/_tidemark/runs"
    let names = try FileManager.default.contentsOfDirectory(
      atPath: setup.vendor.binary.folder.appending(path: runs).path)
    let records = try names.map { try setup.vendor.binary.read("\(runs)/\($0)") }.filter { $0.contains("\"load\"") }
    #expect(records.count == 1)
    #expect(records.first?.contains("\"table\" : \"raw.rows\"") == true)
  }
}
