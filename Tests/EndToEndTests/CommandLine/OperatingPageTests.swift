import Foundation
import Testing

/// The claims of `samples/README.md`, run.
struct OperatingPageTests {
  private let page: Page

  init() throws {
    page = try Page("samples/README.md")
  }

  @Test func `each file of its first table exists`() throws {
    let table = page.table("file")
    #expect(table.count > 5)
    for row in table {
      let names = Page.code(in: row[0])
      for name in names {
        // `schedulers/tidemark.service`, `.timer`
        let first = URL(fileURLWithPath: names[0])
        let path =
          name.hasPrefix(".")
          ? first.deletingPathExtension().relativePath + name
          : name.contains("/") ? name : first.deletingLastPathComponent().relativePath + "/" + name
        #expect(
          FileManager.default.fileExists(atPath: Binary.checkout.appending(path: "samples/\(path)").path), "\(path)")
      }
    }
  }

  @Test func `the folders of an export are those that it lists`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails")
    #expect(try vendor.run(file).status == 0)
    let block = try #require(page.blocks("text").first)
    let listed = block.matches(of: /_tidemark\/([a-z.]+)/).map { String($0.output.1) }
    let state = vendor.binary.folder.appending(path: "exports/wolkvox-emails/_tidemark").path
    #expect(try listed.sorted() == FileManager.default.contentsOfDirectory(atPath: state).sorted())
  }

  @Test func `its metrics are those of a run`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline(
      "wolkvox-emails",
      replacing: [
        "sink:\n":
          "on_finish: [echo, done]\nload: { into: duckdb, table: emails, client: [duckdb, a.duckdb] }\n\nsink:\n"
      ])
    #expect(try vendor.run(file, "--load", "--metrics", "a.prom").status == 0)
    let written = try vendor.binary.read("a.prom").matches(of: /# TYPE (\w+)/).map { String($0.output.1) }
    #expect(page.table("metric").flatMap { Page.code(in: $0[0]) }.sorted() == written.sorted())
  }

  @Test func `the variables of on_finish are those that it lists`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline(
      "wolkvox-emails", replacing: ["sink:\n": "on_finish: [sh, -c, 'env > variables']\n\nsink:\n"])
    #expect(try vendor.run(file).status == 0)
    let set = try vendor.binary.read("variables").split(separator: "\n").compactMap { line -> String? in
      let name = String(line.prefix { $0 != "=" })
      return name.hasPrefix("TIDEMARK_") && name != "TIDEMARK_STATE_DIR" ? name : nil
    }
    #expect(page.table("variable").flatMap { Page.code(in: $0[0]) }.sorted() == set.sorted())
  }

  /// The keys that an event must have and may have, by its name.
  private var events: [String: (required: Set<String>, optional: Set<String>)] {
    var events: [String: (required: Set<String>, optional: Set<String>)] = [:]
    for row in page.table("event") {
      let parts = row[1].split(separator: "(", maxSplits: 1)
      let optional = parts.count == 2 ? Page.code(in: String(parts[1])) : []
      let names = Page.code(in: String(row[0].prefix { $0 != "(" }))
      for name in names { events[name] = (Set(Page.code(in: String(parts[0]))), Set(optional)) }
    }
    return events
  }

  @Test func `each line of the JSON log has the keys that it lists`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let load = "load: { into: duckdb, table: emails, client: [duckdb, a.duckdb] }\n"
    let hook = "on_finish: [sh, -c, 'echo done; exit 3']\n\(load)\nsink:\n"
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["sink:\n": hook])
    let json = ["--log-format", "json", "--verbose"]
    var lines: [Substring] = []
    func run(_ file: String, _ flags: String...) throws {
      let result = try vendor.start(file, json + flags).result()
      #expect(result.output.isEmpty)
      lines += result.diagnostics.split(separator: "\n")
    }
    try run(file, "--max-chunks", "6", "--load")
    let failing = try vendor.pipeline(
      "wolkvox-emails", replacing: ["sink:\n": hook.replacing("duckdb, a.duckdb", with: "\"false\"")])
    try run(failing, "--load")
    // A source that is down, a changed pipeline, and a file with errors.
    let down = try VendorRun(address: "http://127.0.0.1:1")
    defer { down.remove() }
    let unreachable = try down.pipeline("wolkvox-emails", source: "\n  retry: { tries: 2, first_delay: 1 ms }")
    lines += try down.start(unreachable, json).result().diagnostics.split(separator: "\n")
    let changed = try vendor.pipeline("wolkvox-emails", replacing: ["  sender: from\n": "", "sink:\n": hook])
    try run(changed)
    try vendor.binary.write("broken.yaml", "nmae: x\n")
    try run("broken.yaml")

    let events = events
    var seen: Set<String> = []
    for line in lines {
      let event = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
      let name = try #require(event["event"] as? String)
      seen.insert(name)
      let (required, optional) = try #require(events[name], "\(line)")
      let keys = Set(event.keys).subtracting(["event", "time", "pipeline"])
      #expect(event["time"] != nil && required.isSubset(of: keys), "\(line)")
      #expect(keys.isSubset(of: required.union(optional)), "\(line)")
    }
    #expect(
      seen.isSuperset(of: [
        "started", "request", "chunk", "finished", "on_finish", "on_finish_ended", "waiting", "chunk_failed", "refused",
        "message", "loaded", "load_failed",
      ]), "\(seen)")
  }
}
