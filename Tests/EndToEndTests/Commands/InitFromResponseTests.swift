import Foundation
import Testing

/// Tests `init --from`: from a saved response to files that run.
struct InitFromResponseTests {
  static let samples = [
    "chat-tonic-dashboard": "chat-tonic/dashboard", "chat-tonic-nps-export": "chat-tonic/nps-export",
    "chat-tonic-operator": "chat-tonic/operator", "wolkvox-agent_13_1": "wolkvox/agent_13_1",
    "wolkvox-chat_12": "wolkvox/chat_12", "wolkvox-chat_13": "wolkvox/chat_13", "wolkvox-chat_15": "wolkvox/chat_15",
  ]

  /// Records of each sample that has any.
  static let counts = [
    "chat-tonic-dashboard": 2, "chat-tonic-operator": 2, "wolkvox-agent_13_1": 4, "wolkvox-chat_12": 3,
    "wolkvox-chat_13": 4, "wolkvox-chat_15": 1, "chat-tonic-nps-export": 1,
  ]

  private static func path(of sample: String) -> String {
    Binary.checkout.appending(path: "samples/responses/\(sample).json").path
  }

  @Test(arguments: samples)
  func `a response of a known report makes a pipeline that runs`(sample: String, report: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let result = try binary.run(
      "init", "--from", Self.path(of: sample), "--time-zone", "America/Bogota", "-o", "new.yaml")
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(result.diagnostics.hasPrefix("matches the catalog's \(report): "), "\(result.diagnostics)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: binary.folder.path) == ["new.yaml"])
    #expect(try binary.read("new.yaml").contains("\n  report: \(report)\n"))
    let ran = try binary.run("run", "--sandbox", "new.yaml")
    #expect(ran.status == 0, "\(ran.diagnostics)")
  }

  @Test func `a pipeline on standard output is alone there`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let arguments = ["init", "--from", Self.path(of: "wolkvox-chat_13"), "--time-zone", "UTC", "-o"]
    let printed = try binary.start(arguments + ["-"]).result()
    #expect(printed.status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: binary.folder.path) == [])
    #expect(printed.diagnostics.contains("matches the catalog's wolkvox/chat_13: "))
    try binary.write("printed.yaml", printed.output)
    #expect(try binary.run("check", "--sandbox", "printed.yaml").status == 0)
    let own = try binary.start(arguments + ["-", "acme/things"]).result()
    #expect(own.status == 64 && own.output.isEmpty)
    #expect(
      own.diagnostics.hasSuffix(
        "error: the catalog does not contain the report, so that `init` writes a catalog file next to the pipeline; "
          + "give a file with `-o`\n"), "\(own.diagnostics)")
  }

  @Test(arguments: counts)
  func `a response of an unknown system makes files that export it`(sample: String, count: Int) throws {
    let server = try VendorServer(script: "answer_server.py", [Self.path(of: sample)])
    var binary = try Binary()
    defer { binary.remove() }
    binary.environment = ["ACME_TOKEN": "a valid token"]
    let result = try binary.run(
      "init", "acme/things", "--from", Self.path(of: sample), "--time-zone", "America/Bogota")
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(result.diagnostics.contains("(1) base_url: the API's address\n"))
    let checked = try binary.run("check", "acme.catalog.yaml", "acme-things.yaml")
    #expect(checked.status == 0 && checked.diagnostics.isEmpty, "\(checked.diagnostics)")
    #expect(checked.output.hasPrefix("acme.catalog.yaml: valid: catalog of acme, 1 report\n"))
    #expect(try binary.run("run", "--sandbox", "acme-things.yaml").status == 0)
    let catalog = try binary.read("acme.catalog.yaml")
    try binary.write("acme.catalog.yaml", catalog.replacing("https://api.example.com", with: server.address))
    let ran = try binary.run(
      "run", "acme-things.yaml", "--from", "2026-10-01", "--to", "2026-10-02", "--now", "2026-11-21T00:00:00Z")
    #expect(ran.status == 0, "\(ran.diagnostics)")
    #expect(ran.output.contains("rows     \(count) written\n"), "\(ran.output)")
  }

  @Test func `the response may come from standard input`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let text = try String(contentsOfFile: Self.path(of: "wolkvox-chat_13"), encoding: .utf8)
    let result = try binary.start(
      Binary.path, ["init", "--from", "-", "--time-zone", "UTC"], input: text
    ).result()
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(result.diagnostics.hasPrefix("matches the catalog's wolkvox/chat_13"))
    #expect(
      result.output.hasPrefix(
        """
        -: 4 records at `data`, 3 fields

        column       type     empty  null if  example
        chanel       string       1           facebook
        interaction  integer      1  ""       12
        channel      string       3           web

        """))
  }

  @Test func `existing files are not overwritten, pipeline or catalog`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("answer.json", #"[{"a": 1}]"#)
    try binary.write("my-api.catalog.yaml", "mine")
    let arguments = ["init", "--from", "answer.json", "--time-zone", "UTC"]
    let result = try binary.start(arguments).result()
    #expect(result.status == 73)
    #expect(
      result.diagnostics
        == "error: my-api.catalog.yaml already exists; --force would delete its reports; write to an "
        + "empty folder with -o FOLDER/PIPELINE.yaml, and copy the report from the new catalog into this one\n")
    #expect(!FileManager.default.fileExists(atPath: binary.folder.appending(path: "my-api-answer.yaml").path))
    #expect(try binary.start(arguments + ["--force"]).result().status == 0)
  }

  @Test func `the same response makes the same files`() throws {
    let texts = try (0..<2).map { _ in
      let binary = try Binary()
      defer { binary.remove() }
      try binary.write("answer.json", #"{"rows": [{"id": "1", "b": {"c": 1, "a": 2}, "at": "2026-10-01T00:00:00Z"}]}"#)
      _ = try binary.run("init", "--from", "answer.json", "--time-zone", "UTC")
      return try binary.read("my-api.catalog.yaml") + binary.read("my-api-answer.yaml")
    }
    #expect(texts[0] == texts[1])
    #expect(texts[0].contains("\n    time: at\n"))
  }

  @Test func `a response without records is reported with its arrays`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("answer.json", #"{"data": [], "links": ["a"]}"#)
    let result = try binary.run("init", "--from", "answer.json", "--time-zone", "UTC")
    #expect(result.status == 65)
    #expect(
      result.diagnostics
        == "error: no records found in answer.json: its arrays are `data` (empty), `links` (1 text); use a response that has records\n"
    )
  }
}
