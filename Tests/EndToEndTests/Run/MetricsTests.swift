import Foundation
import Testing

/// `run --metrics`, read by the parser of Prometheus' own Python client.
struct MetricsTests {
  private static let parser = """
    import json, sys
    from prometheus_client.parser import text_string_to_metric_families
    samples = {}
    for family in text_string_to_metric_families(open(sys.argv[1]).read()):
        assert family.type == 'gauge' and family.documentation.endswith('.'), family
        for sample in family.samples:
            labels = ','.join('%s=%s' % pair for pair in sorted(sample.labels.items()))
            key = '%s{%s}' % (sample.name, labels)
            assert key not in samples, key
            samples[key] = sample.value
    print(json.dumps(samples))
    """

  private func samples(_ binary: Binary) throws -> [String: Double] {
    let path = binary.folder.appending(path: "tidemark.prom").path
    let (status, data) = try outputOf("python3", "-c", MetricsTests.parser, path)
    try #require(status == 0)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Double])
  }

  @Test func `two pipelines are in one file that all users can read`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let calls = try binary.copyPipeline(
      "wolkvox-transferred-calls", replacing: ["name: wolkvox-": "name: say \"calls\" \\ "])
    let emails = try binary.copyPipeline("wolkvox-emails")
    let began = Date().timeIntervalSince1970.rounded(.down)
    let result = try binary.run(
      "run", "--sandbox", "--now", "2026-10-06T12:00:00Z", "--metrics", "tidemark.prom", calls, emails)
    #expect(result.status == 0, "\(result.diagnostics)")
    let samples = try samples(binary)
    #expect(samples["tidemark_last_run_exit_code{pipeline=wolkvox-emails}"] == 0)
    #expect(samples["tidemark_last_run_chunks{outcome=committed,pipeline=wolkvox-emails}"] == 5)
    #expect(samples["tidemark_last_run_calls{pipeline=say \"calls\" \\ transferred-calls}"] == 5)
    #expect(samples["tidemark_command_exit_code{}"] == 0)
    // The time is the machine's, regardless of `--now`.
    #expect(
      (began...Date().timeIntervalSince1970).contains(
        try #require(samples["tidemark_last_success_timestamp_seconds{pipeline=wolkvox-emails}"])))
    // 2026-10-06T05:00:00Z: five days of the range have ended by `--now`, and two more by the clock.
    #expect(samples["tidemark_complete_until_timestamp_seconds{pipeline=wolkvox-emails}"] == 1_791_262_800)
    #expect(samples["tidemark_chunks{pipeline=wolkvox-emails,state=missing}"] == 2)
    let status = try FileManager.default.attributesOfItem(atPath: binary.folder.appending(path: "tidemark.prom").path)
    #expect(status[.posixPermissions] as? Int == 0o644)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: binary.folder.path).filter { $0.hasSuffix(".new") } == [])
  }

  @Test func `the last success is kept by failed runs, however early they fail`() throws {
    let server = try VendorServer()
    var vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails")
    #expect(try vendor.run(file, "--metrics", "tidemark.prom").status == 0)
    let first = try samples(vendor.binary)
    let success = try #require(first["tidemark_last_success_timestamp_seconds{pipeline=wolkvox-emails}"])
    #expect(first["tidemark_rows{pipeline=wolkvox-emails}"] == 300)

    vendor.binary.environment["WOLKVOX_TOKEN"] = nil
    #expect(try vendor.run(file, "--metrics", "tidemark.prom").status == 78)
    var samples = try samples(vendor.binary)
    #expect(samples["tidemark_last_success_timestamp_seconds{pipeline=wolkvox-emails}"] == success)
    #expect(samples["tidemark_last_run_exit_code{pipeline=wolkvox-emails}"] == 78)
    #expect(samples["tidemark_command_exit_code{}"] == 78)
    #expect(samples["tidemark_chunks{pipeline=wolkvox-emails,state=committed}"] == 6)

    // Without the old file the records of the runs know.
    try FileManager.default.removeItem(at: vendor.binary.folder.appending(path: "tidemark.prom"))
    #expect(try vendor.run(file, "--metrics", "tidemark.prom").status == 78)
    samples = try self.samples(vendor.binary)
    // The clock that `--now` sets continues from there.
    let recorded = try #require(samples["tidemark_last_success_timestamp_seconds{pipeline=wolkvox-emails}"])
    #expect((1_795_219_200..<1_795_219_260).contains(recorded))

    // An invalid file has no name for its metrics: the others' metrics are kept.
    try vendor.binary.write("broken.yaml", "nmae: x\n")
    #expect(try vendor.run("broken.yaml", "--metrics", "tidemark.prom").status == 78)
    let last = try self.samples(vendor.binary)
    #expect(last["tidemark_last_run_exit_code{pipeline=wolkvox-emails}"] == 78)
    #expect(last["tidemark_last_run_timestamp_seconds{pipeline=wolkvox-emails}"] != nil)
  }

  @Test func `processes that share a file lose no series`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let names = (1...12).map { "pipeline-\($0)" }
    for name in names {
      let file = try binary.copyPipeline(
        "wolkvox-emails",
        replacing: [
          "name: wolkvox-emails": "name: \(name)", "to: 2026-10-08": "to: 2026-10-02",
          "path: exports/wolkvox-emails": "path: exports/\(name)",
        ])
      try FileManager.default.moveItem(
        at: binary.folder.appending(path: file), to: binary.folder.appending(path: "\(name).yaml"))
    }
    let runs = try names.map { name in
      try binary.start(["run", "--quiet", "--sandbox", "--metrics", "shared.prom", "\(name).yaml"])
    }
    for run in runs {
      let result = try run.result()
      #expect(result.status == 0, "\(result.diagnostics)")
    }
    let text = try binary.read("shared.prom")
    for name in names { #expect(text.contains("tidemark_last_run_exit_code{pipeline=\"\(name)\"} 0\n"), "\(name)") }
    let left = try FileManager.default.contentsOfDirectory(atPath: binary.folder.path).filter { $0.hasPrefix(".") }
    #expect(left == [".shared.prom.lock"])
  }

  @Test func `pipelines with equal names cause a warning`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let first = try binary.copyPipeline("wolkvox-emails")
    try binary.write("other.yaml", binary.read(first).replacing("path: exports/", with: "path: elsewhere/"))
    let result = try binary.run("check", "--sandbox", first, "other.yaml")
    #expect(result.status == 0)
    #expect(
      result.diagnostics
        == "other.yaml: warning: the name `wolkvox-emails` is also that of wolkvox-emails.yaml, so that metrics and logs "
        + "confuse the two; give each pipeline a name of its own\n")
  }

  @Test func `a missing directory is reported before the run`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try binary.copyPipeline("wolkvox-emails")
    let result = try binary.run("run", "--sandbox", "--metrics", "no/such/tidemark.prom", file)
    #expect(result.status == 73)
    #expect(result.diagnostics == "error: cannot write the metrics: directory no/such does not exist\n")
    #expect(!FileManager.default.fileExists(atPath: binary.folder.appending(path: "exports").path))
  }
}
