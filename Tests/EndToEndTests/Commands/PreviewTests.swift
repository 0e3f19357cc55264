import Foundation
import Testing

struct PreviewTests {
  @Test func `a preview shows typed columns and leaves nothing behind`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let result = try binary.run("preview", "--sandbox", "--rows", "3", pipeline)
    #expect(result.status == 0, "\(result.diagnostics)")
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "wolkvox-transferred-calls: the first 3 rows of 2026-10-01; nothing is written")
    #expect(lines[3].contains("started_at") && lines[4].contains("timestamp"))
    #expect(lines[6...8].allSatisfy { $0.contains("2026-10-01T05:") }, "\(lines)")
    #expect(lines.last { !$0.isEmpty }?.hasSuffix(" read, none rejected") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: binary.folder.path) == [pipeline])
  }

  @Test func `records that would be rejected are shown with the reason`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline(
      "wolkvox-transferred-calls", replacing: ["fields:\n": "fields:\n  bad: { from: date, type: integer }\n"])
    let result = try binary.run("preview", "--sandbox", "--rows", "2", pipeline)
    #expect(result.status == 0)
    #expect(result.output.contains(" would be rejected:\n  bad: `2026-10-01 "), "\(result.output)")
    #expect(result.output.contains("is not an integer"))
  }

  @Test func `the output fits into 40 columns`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("chat-tonic-operators")
    let session = try Terminal(columns: 40).run(binary, "preview", "--sandbox", "--rows", "2", pipeline)
    #expect(session.status == 0)
    #expect(session.remaining.dropLast().allSatisfy { $0.count <= 40 }, "\(session.remaining)")
  }

  @Test func `a report without rows is not requested`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("chat-tonic-nps-export")
    let result = try binary.run("preview", "--sandbox", pipeline)
    #expect(result.status == 78)
    #expect(result.diagnostics.contains("returns no rows, and its request triggers an action of the vendor"))
  }

  @Test func `awkward text stays in its columns`() throws {
    let response = #"""
      {"data": [
        {"id": 1, "text": "plain", "n": 7, "j": {"a": [1]}},
        {"id": 22, "text": "小龙", "n": null, "j": null},
        {"id": 333, "text": "e\u0301a\u200b", "n": "x", "j": []},
        {"id": 4, "text": "\u001b[31mred\tb\n", "n": 12345, "j": 0},
        {"id": 5, "text": "❤️👩‍👩‍👧‍👦", "j": ""},
        {"id": 6, "text": "", "n": 0, "j": "y"}
      ]}
      """#
    var binary = try Binary()
    defer { binary.remove() }
    try binary.write("answer.json", response)
    let server = try VendorServer(
      script: "answer_server.py", [binary.folder.appending(path: "answer.json").path])
    #expect(
      try binary.run("init", "acme/things", "--from", "answer.json", "--time-zone", "UTC").status == 0)
    let catalog = try binary.read("acme.catalog.yaml").replacing("https://api.example.com", with: server.address)
    try binary.write(
      "acme.catalog.yaml", catalog.replacing(#""n": { type: string }"#, with: #""n": { type: integer }"#))
    binary.environment = ["ACME_TOKEN": "a valid token"]
    let arguments = ["preview", "acme-things.yaml", "--from", "2026-10-01", "--to", "2026-10-02"]
    let result = try binary.start(arguments + ["--now", "2026-11-21T00:00:00Z"]).result()
    #expect(result.status == 0, "\(result.diagnostics)")
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let first = try #require(lines.firstIndex { $0.contains("window_start") })
    let shown = lines[(first + 3)...].prefix { !$0.isEmpty }.map { line in
      line.components(separatedBy: "2026-10-02T00:00:00Z").last ?? ""
    }
    #expect(
      shown == [
        #"        1  plain                7  {"a":[1]}"#, "       22  小龙                 ∅  ∅",
        "        4  \u{FFFD}[31mred\\tb\\n    12345  0", #"        5  ❤️👩‍👩‍👧‍👦                 ∅  """#,
        #"        6  ""                   0  "y""#,
      ])
    #expect(result.output.contains("6 records read, 1 would be rejected:\n  n: `x` is not an integer"))
  }
}
