import ConfigurationFiles
import Foundation
import Records
import Testing

@Suite struct ShippedFilesTests {
  private static let environment = [
    "WOLKVOX_SERVER": "9901", "WOLKVOX_TOKEN": "s3cret-of-the-test", "CHAT_TONIC_BASE_URL": "https://chat.example.com",
    "CHAT_TONIC_CODENAME": "acme", "CHAT_TONIC_USERNAME": "me", "CHAT_TONIC_PASSWORD": "p4ssword-of-the-test",
  ]

  private static let pipelines = try! FileManager.default
    .contentsOfDirectory(atPath: projectFolder.appending(path: "pipelines").path)
    .filter { $0.hasSuffix(".yaml") }.sorted()

  private func pipeline(_ name: String) throws -> TestPipeline {
    let url = projectFolder.appending(path: "pipelines/\(name)")
    return TestPipeline(text: try String(contentsOf: url, encoding: .utf8))
  }

  @Test func `each report of the catalog has a pipeline, and one pipeline writes Parquet`() throws {
    var reports: Set<String> = []
    for name in CatalogLibrary().names {
      let system = try #require(try CatalogLibrary().system(named: name))
      #expect(system.name == name)
      reports.formUnion(system.reports.map { "\(name)/\($0.name)" })
    }
    var exported: Set<String> = []
    for name in ShippedFilesTests.pipelines {
      var pipeline = try pipeline(name)
      pipeline.environment = ShippedFilesTests.environment
      exported.insert(try pipeline.read().source.reportName)
    }
    #expect(exported == reports)
    #expect(ShippedFilesTests.pipelines.count == 8)
  }

  @Test(arguments: pipelines)
  func `a shipped pipeline is valid and has its file's name`(name: String) throws {
    var pipeline = try pipeline(name)
    pipeline.environment = ShippedFilesTests.environment
    #expect(pipeline.lines.isEmpty)
    let file = try pipeline.read()
    #expect("\(file.name).yaml" == name)
    #expect(file.sink.path == "exports/\(file.name)")
  }

  @Test(arguments: pipelines)
  func `a shipped pipeline works with a base URL override and no account`(name: String) throws {
    var pipeline = try pipeline(name)
    pipeline.environment = [:]
    pipeline.baseURLOverride = "http://127.0.0.1:4711"
    #expect(pipeline.lines.isEmpty)
  }

  @Test(arguments: ["chat_12", "chat_13", "chat_15", "agent_13_1"])
  func `every report works with its defaults`(report: String) {
    #expect(TestPipeline("agent_13_1", report).lines.isEmpty)
  }

  @Test(arguments: ["operator", "nps-export", "dashboard"])
  func `every report of the other vendor works with its defaults`(report: String) {
    var pipeline = TestPipeline(
      "wolkvox/agent_13_1\n  server: 9901\n  token",
      "chat-tonic/\(report)\n  base_url: https://chat.example.com\n  codename: acme\n  access_token")
    pipeline.environment = ["TOKEN": "s3cret-of-the-test"]
    #expect(pipeline.lines.isEmpty)
  }

  @Test(arguments: CatalogLibrary().names)
  func `a vendor's sample messages get the verdict of their rule`(name: String) throws {
    let system = try #require(try CatalogLibrary().system(named: name))
    for report in system.reports {
      for rule in report.verdicts {
        guard let sample = rule.sample, let status = rule.statuses.first else { continue }
        let first = try report.verdicts.first { candidate in
          try candidate.statuses.contains(status)
            && candidate.message.map { sample.contains(try Regex($0).ignoresCase()) } ?? true
        }
        #expect(first?.verdict == rule.verdict, "\(sample)")
      }
    }
  }

  @Test func `the record count is read from the vendor's message`() throws {
    let system = try #require(try CatalogLibrary().system(named: "wolkvox"))
    let declared = try #require(system.envelope.declared)
    let regex = try Regex(try #require(declared.pattern))
    for text in ["12 records were found", "12 RECORDS WERE FOUND", " 12 record found"] {
      #expect(text.firstMatch(of: regex)?.output[1].substring == "12")
    }
    #expect("no records were found".firstMatch(of: regex) == nil)
  }

  @Test func `windows are written in each vendor's format`() throws {
    let wolkvox = try #require(try CatalogLibrary().system(named: "wolkvox")).window
    #expect(wolkvox.pattern.text == "yyyyMMddHHmmss")
    #expect(wolkvox.usesRangeZone && wolkvox.endIsInclusive)
    #expect(wolkvox.resolution == .seconds(1))
    let chatTonic = try #require(try CatalogLibrary().system(named: "chat-tonic")).window
    #expect(chatTonic.pattern.text == "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
    #expect(!chatTonic.usesRangeZone && chatTonic.endIsInclusive)
    #expect(chatTonic.resolution == .milliseconds(1))
  }
}
