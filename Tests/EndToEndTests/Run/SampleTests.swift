import Foundation
import Testing

/// Tests the scheduler, alert and hook examples of `samples/` against the program.
struct SampleTests {
  private static let folder = Binary.checkout.appending(path: "samples")

  private func text(_ path: String) throws -> String {
    try String(contentsOf: SampleTests.folder.appending(path: path), encoding: .utf8)
  }

  /// Each `tidemark COMMAND ...` of a text, in words.
  private func commands(in text: String) -> [[String]] {
    let joined = text.replacing("\\\n#", with: " ").replacing("\\\n", with: " ")
    return joined.split(separator: "\n").flatMap { line -> [[String]] in
      let words = line.split(separator: " ").map(String.init)
      return words.indices.filter { words[$0].hasSuffix("tidemark") && $0 + 1 < words.count }
        .map { Array(words[($0 + 1)...].prefix { !["||", "&&", "|", "}"].contains($0) }) }
        .filter { ["run", "audit", "status"].contains($0.first) }
    }
  }

  @Test(arguments: ["schedulers/crontab", "schedulers/tidemark.service", "schedulers/Containerfile"])
  func `every flag of the schedulers is one of the command`(sample: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let commands = try commands(in: text(sample))
    #expect(!commands.isEmpty)
    for words in commands {
      let help = try binary.run("help", words[0]).output
      for flag in words where flag.hasPrefix("--") {
        #expect(help.contains("\(flag) ") || help.contains("\(flag)\n"), "\(words)")
      }
    }
  }

  @Test func `the lines of the crontab run unchanged`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let root = binary.folder.path
    try binary.write(
      "bin/tidemark",
      "#!/bin/sh\ncase $1 in run) shift; exec \(Binary.path.path) run --sandbox \"$@\";; *) c=$1; shift; exec \(Binary.path.path) $c --sandbox \"$@\";; esac\n"
    )
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(root)/bin/tidemark")
    try binary.write("etc/secrets.env", "WOLKVOX_TOKEN='a valid token'\n")
    try FileManager.default.createDirectory(atPath: "\(root)/node_exporter", withIntermediateDirectories: true)
    let pipeline = try binary.copyPipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    for place in ["pipelines", "backfill"] {
      var text = try String(contentsOf: binary.folder.appending(path: pipeline), encoding: .utf8)
      if place == "backfill" {
        text = text.replacing("2026-10", with: "2023-01").replacing("exports/", with: "exports/old-")
      }
      try binary.write("\(place)/emails.yaml", text)
    }
    let lines = try text("schedulers/crontab").split(separator: "\n").filter {
      !$0.hasPrefix("#") && !$0.contains(/^[A-Z_]+=/)
    }
    #expect(lines.count == 3)
    for line in lines {
      // Five fields of time, then the command; a bare % would end it.
      let match = try #require(line.firstMatch(of: /^((?:[0-9*\/,-]+\s+){5})(.+)$/), "\(line)")
      let command = match.output.2.replacing("/srv/tidemark", with: root).replacing(
        "/etc/tidemark", with: "\(root)/etc"
      )
      .replacing("/var/lib/node_exporter", with: "\(root)/node_exporter")
      #expect(!command.contains("%"))
      var quiet = binary
      quiet.environment = ["PATH": "\(root)/bin:/usr/bin:/bin"]
      let result = try quiet.start(URL(fileURLWithPath: "/bin/bash"), ["-c", String(command)]).result()
      // The last line finds something only if there is something to report.
      #expect(result.status == (line.contains("audit") ? 1 : 0), "\(line)\n\(result.diagnostics)")
      #expect(
        result.output.isEmpty && result.diagnostics.isEmpty,
        "cron would send a mail: \(result.output)\(result.diagnostics)")
    }
    #expect(try binary.partitions("exports/wolkvox-emails-sandbox").count == 2)
    #expect(try binary.partitions("exports/old-wolkvox-emails-sandbox").count == 2)
  }

  @Test func `systemd accepts the units`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let service = try text("schedulers/tidemark.service").replacing("/usr/local/bin/tidemark", with: Binary.path.path)
    try binary.write("tidemark.service", service)
    try binary.write("tidemark.timer", try text("schedulers/tidemark.timer"))
    let check = try binary.start(
      URL(fileURLWithPath: "/usr/bin/env"), ["systemd-analyze", "verify", "./tidemark.service", "./tidemark.timer"])
    let result = try check.result()
    #expect(result.status == 0 && result.diagnostics.isEmpty, "\(result.output)\(result.diagnostics)")
    let calendar = try #require(try text("schedulers/tidemark.timer").firstMatch(of: /OnCalendar=(.+)/)).output.1
    let (status, data) = try outputOf("systemd-analyze", "calendar", String(calendar))
    #expect(status == 0)
    #expect(String(decoding: data, as: UTF8.self).contains("05:30:00 UTC"))
  }

  @Test func `the alerts use existing metrics`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-emails")
    #expect(try binary.run("run", "--sandbox", "--metrics", "a.prom", pipeline).status == 0)
    let metrics = try String(contentsOf: binary.folder.appending(path: "a.prom"), encoding: .utf8)
    let rules = try text("monitoring/tidemark.rules.yaml")
    let names = Set(rules.matches(of: /tidemark_[a-z_]+/).map { String($0.output) })
    #expect(names.count > 8)
    // Metrics that need an `on_finish` or a `load` exist only with one.
    let conditional: Set = ["tidemark_last_run_on_finish_success", "tidemark_last_load_exit_code"]
    for name in names.subtracting(conditional) {
      #expect(metrics.contains("\n\(name){") || metrics.contains("\n\(name) "), "\(name)")
    }
    let script = "import sys, yaml; print(len(yaml.safe_load(open(sys.argv[1]))['groups'][0]['rules']))"
    let path = SampleTests.folder.appending(path: "monitoring/tidemark.rules.yaml").path
    #expect(String(decoding: try outputOf("python3", "-c", script, path).data, as: UTF8.self) == "9\n")
  }

  @Test func `the pipelines that load a warehouse run as their comments say`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("duckdb.yaml", text("load/duckdb.yaml"))
    let first = try binary.run("run", "--sandbox", "--load", "duckdb.yaml")
    #expect(first.status == 0, "\(first.diagnostics)")
    #expect(first.output.contains("\nemails-duckdb: 7 of 7 partitions loaded ("), "\(first.output)")
    let query = try binary.shell("duckdb -noheader -list warehouse.duckdb 'SELECT count(*) > 1000 FROM emails_sandbox'")
    #expect(query.output == "true\n")

    let server = try PostgreSQLServer.shared.get()
    let client = "client: [psql, -X, -h, \(server.folder), -U, tidemark, \(try server.makeDatabase())]"
    try binary.write(
      "postgres.yaml", text("load/postgres.yaml").replacing("client: [psql, -X, warehouse]", with: client))
    let second = try binary.run("run", "--sandbox", "--now", "2026-10-04T12:00:00Z", "--load", "postgres.yaml")
    #expect(second.status == 0, "\(second.diagnostics)")
    #expect(second.output.contains("\nemails: 3 of 3 partitions loaded ("), "\(second.output)")
    let again = try binary.run("load", "--sandbox", "postgres.yaml")
    #expect(again.output.hasPrefix("emails: 0 of 3 partitions loaded (0 rows), 0 removed, 3 unchanged, "))
  }

  @Test func `the alert encodes the reason safely`() throws {
    var vendor = try VendorRun(address: "http://127.0.0.1:1")
    defer { vendor.remove() }
    let script = SampleTests.folder.appending(path: "on_finish/alert.sh").path
    try vendor.binary.write("bin/curl", "#!/bin/sh\ncat > posted.json; echo \"$@\" > words\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: vendor.binary.folder.appending(path: "bin/curl").path)
    vendor.binary.environment["PATH"] = "\(vendor.binary.folder.appending(path: "bin").path):/usr/bin:/bin"
    vendor.binary.environment["ALERT_URL"] = "http://127.0.0.1:2/hook"
    let file = try vendor.pipeline(
      "wolkvox-emails", source: "\n  retry: { tries: 1 }",
      replacing: ["sink:\n": "on_finish: { command: [\(script)], when: failure, timeout: 30 s }\n\nsink:\n"])
    #expect(try vendor.run(file).status == 69)
    let posted = try Data(contentsOf: vendor.binary.folder.appending(path: "posted.json"))
    let message = try #require(try JSONSerialization.jsonObject(with: posted) as? [String: String])
    #expect(
      message["text"]?.hasPrefix("wolkvox-emails ended with 69: cannot fetch 2026-10-01T05:00:00Z..") == true,
      "\(message)")
    let words = try String(contentsOf: vendor.binary.folder.appending(path: "words"), encoding: .utf8)
    #expect(words.hasSuffix(" http://127.0.0.1:2/hook\n"))
  }
}
