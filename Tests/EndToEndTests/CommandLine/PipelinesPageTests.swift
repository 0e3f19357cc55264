import Foundation
import Testing

/// The claims of `pipelines/README.md`, run.
struct PipelinesPageTests {
  private let page: Page

  init() throws {
    page = try Page("pipelines/README.md")
  }

  @Test func `each section that it shows is valid in a pipeline`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let complete = try String(
      contentsOf: Binary.checkout.appending(path: "pipelines/wolkvox-emails.yaml"), encoding: .utf8)
    let blocks = page.blocks("yaml")
    #expect(blocks.count == 6)
    for block in blocks {
      let name = String(block.prefix { $0 != ":" })
      let others = PipelinesPageTests.sections(complete).filter { $0.name != name }.map(\.text)
      try binary.write("\(name).yaml", (others + [block]).joined(separator: "\n") + "\n")
      let result = try binary.run("check", "--sandbox", "\(name).yaml")
      #expect(result.status == 0 && result.diagnostics.isEmpty, "\(result.diagnostics)")
    }
  }

  /// The top-level keys of a YAML text, each with its lines.
  private static func sections(_ text: String) -> [(name: String, text: String)] {
    var sections: [(name: String, text: String)] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.first?.isLetter == true {
        sections.append((String(line.prefix { $0 != ":" }), String(line)))
      } else if !sections.isEmpty {
        sections[sections.count - 1].text += "\n\(line)"
      }
    }
    return sections
  }

  @Test func `its table of types lists every type and no other`() throws {
    let keys = try Page("pipelines/keys.md")
    let type = try #require(keys.text.firstMatch(of: /\| `type` \| ([^|]+) \|/)).output.1
    #expect(page.table("type").flatMap { Page.code(in: $0[0]) } == Page.code(in: String(type)))
  }

  @Test func `its partition tokens are those of the key reference`() throws {
    let keys = try Page("pipelines/keys.md")
    let row = try #require(keys.text.firstMatch(of: /\| `partition` \| text with tokens in braces: ([^|]+) \|/)).output
      .1
    let sink = try #require(page.blocks("yaml").first { $0.contains("partition:") })
    for token in Page.code(in: String(row)) { #expect(sink.contains("{\(token)}"), "\(token)") }
  }

  /// A response and the content of the partition that it becomes, by the first column of the table of inputs.
  private struct Input {
    var name: String
    var body: [UInt8]
    var csv: String?
    var message: String?
    var source = ""

    init(_ name: String, _ body: String, csv: String? = nil, message: String? = nil, source: String = "") {
      self.init(name, bytes: Array(body.utf8), csv: csv, message: message, source: source)
    }

    init(_ name: String, bytes: [UInt8], csv: String? = nil, message: String? = nil, source: String = "") {
      self.name = name
      self.body = bytes
      self.csv = csv
      self.message = message
      self.source = source
    }
  }

  private static let inputs: [Input] = [
    Input(
      "keys in another order, missing keys", #"{"data":[{"t":"a","n":1},{"n":"2"},{"t":"c"}]}"#, csv: "1,a\n2,\n,c\n"),
    Input("unknown keys", #"{"data":[{"n":1,"t":"a","novel":0}]}"#, csv: "1,a\n", message: "novel"),
    Input("a key twice in a record", #"{"data":[{"n":1,"t":"a","t":"b"}]}"#, csv: "1,b\n"),
    Input("the records' key twice in a response", #"{"data":[{"n":1,"t":"a"}],"data":[]}"#),
    Input("one object instead of an array of records", #"{"data":{"n":1,"t":"a"}}"#, csv: "1,a\n"),
    Input("a record without any known key", #"{"data":[{"error":"no"},{"n":1,"t":"a"}]}"#, csv: "1,a\n", message: "1"),
    Input("a record without any known key", #"{"data":{"error":"no"}}"#),
    Input(
      "a number outside 64 bits, an invalid date, `12.0` as an integer",
      #"{"data":[{"n":9223372036854775808},{"n":1,"t":"a"},{"n":12.0},{"n":2,"d":"2026-02-30"}]}"#, csv: "1,a\n",
      message: "3"),
    Input(
      "invalid UTF-8, half a surrogate pair, an unknown escape",
      bytes: Array(#"{"data":[{"n":1,"t":"a"#.utf8) + [0xFF]
        + Array(#""},{"n":2,"t":"\ud800"},{"n":3,"t":"\q"}]}"#.utf8),
      csv: "1,a\u{FFFD}\n2,\u{FFFD}\n3,\u{FFFD}\n", message: "3"),
    Input(
      "U+0000 in text or JSON, also as `\\u0000`",
      bytes: Array(#"{"data":[{"n":1,"t":"\u0000a"},{"n":2,"t":"b"#.utf8) + [0]
        + Array(#""},{"n":3,"t":["\u0000"]}]}"#.utf8),
      csv: "1,\u{FFFD}a\n2,b\u{FFFD}\n3,\"[\"\"\u{FFFD}\"\"]\"\n", message: "3"),
    Input("other control characters in text", #"{"data":[{"n":1,"t":"\u0001"}]}"#, csv: "1,\u{1}\n"),
    Input("text after the end of the document, HTML", #"{"data":[{"n":1,"t":"a"}]} and so on"#),
    Input("text after the end of the document, HTML", "<html>Gateway</html>"),
    Input(
      "a record over 64 MB, nesting over 64 deep",
      #"{"data":[{"n":1,"t":"# + String(repeating: "[", count: 70) + String(repeating: "]", count: 70) + "}]}"),
    Input(
      "a body over the API's limit", #"{"data":[{"n":1,"t":"a long text, longer than the limit"}]}"#,
      message: "split", source: "  limits: { bytes: 20 B }\n"),
  ]

  @Test func `each input of its table has the result that it names`() throws {
    #expect(Set(page.table("input").map { $0[0] }) == Set(PipelinesPageTests.inputs.map(\.name)))
    for (number, input) in PipelinesPageTests.inputs.enumerated() {
      let binary = try Binary()
      defer { binary.remove() }
      let body = binary.folder.appending(path: "response.json")
      try Data(input.body).write(to: body)
      let server = try VendorServer(script: "answer_server.py", [body.path])
      try binary.write(
        "catalog.yaml",
        """
        system: shop
        base_url: \(server.address)
        window: { format: "yyyy-MM-dd'T'HH:mm:ss", zone: utc, resolution: 12 hours }
        envelope: { records: data }
        reports:
          things:
            grain: event
            request: { path: /things, query: { from: "{window.start}", to: "{window.end}" } }
            fields: { n: { type: integer }, t: {}, d: { type: date } }

        """)
      try binary.write(
        "pipeline.yaml",
        """
        version: 1
        name: things
        source:
          report: shop/things
          catalog: catalog.yaml
          retry: { tries: 1 }
        \(input.source)range: { time_zone: UTC, from: 2026-10-01, to: 2026-10-02 }
        fields: { n: n, t: t, d: d }
        sink: { path: exports, partition: "{chunk}", compression: none }

        """)
      let result = try binary.run("run", "pipeline.yaml")
      let said = result.output + result.diagnostics
      #expect(result.status == (input.csv == nil ? 65 : 0), "\(number) \(input.name): \(said)")
      let file = binary.folder.appending(path: "exports/20261001T000000Z-20261002T000000Z.csv")
      let content = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
      let expected = input.csv.map { "n,t,d\n" + $0.replacing("\n", with: ",\n") }
      #expect(content == expected, "\(number) \(input.name): \(said)")
      if let message = input.message { #expect(said.contains(message), "\(number) \(input.name): \(said)") }
    }
  }
}
