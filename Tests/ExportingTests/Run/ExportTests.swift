import Exporting
import Fetching
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

/// Tests the main loop: fetched chunks, skipped chunks, and the final state.
struct ExportTests {
  @Test func `every chunk becomes a partition with its rows`() async throws {
    let export = TestExport()
    let summary = try await export.run()
    #expect(summary.committed == 3)
    #expect(summary.rows == 6)
    #expect(
      try export.partitions() == [
        "date=2026-10-01/20261001T050000Z-20261002T050000Z.csv.gz":
          "id,at,note\n10,2026-10-01T05:00:00Z,\"a,b\"\n11,2026-10-02T04:59:59Z,\"a,b\"\n",
        "date=2026-10-02/20261002T050000Z-20261003T050000Z.csv.gz":
          "id,at,note\n20,2026-10-02T05:00:00Z,\"a,b\"\n21,2026-10-03T04:59:59Z,\"a,b\"\n",
        "date=2026-10-03/20261003T050000Z-20261004T050000Z.csv.gz":
          "id,at,note\n30,2026-10-03T05:00:00Z,\"a,b\"\n31,2026-10-04T04:59:59Z,\"a,b\"\n",
      ])
    #expect(
      export.api.requests == [
        "https://api.acme.example/calls?from=20261001000000&to=20261001235959",
        "https://api.acme.example/calls?from=20261002000000&to=20261002235959",
        "https://api.acme.example/calls?from=20261003000000&to=20261003235959",
      ])
  }

  @Test func `a rerun skips committed chunks`() async throws {
    let export = TestExport()
    try await export.run()
    let before = try export.partitions()
    let summary = try await export.run()
    #expect(export.api.requests.count == 3)
    #expect(summary.skipped == 3)
    #expect(summary.calls == 0)
    #expect(try export.partitions() == before)
  }

  @Test func `a longer range adds chunks and does not touch the others`() async throws {
    var export = TestExport()
    try await export.run()
    export.yaml = TestExport.pipeline(days: 5)
    let summary = try await export.run()
    #expect(summary.skipped == 3)
    #expect(summary.committed == 2)
    #expect(export.api.requests.count == 5)
  }

  @Test func `a missing or damaged partition is fetched again`() async throws {
    let export = TestExport()
    try await export.run()
    let path = "date=2026-10-02/20261002T050000Z-20261003T050000Z.csv.gz"
    let whole = try export.bytes(path)
    let file = try export.files.create(FilePath("out/\(path)"), mode: .shared)
    try file.write(Array(whole.dropLast()))
    try file.close()
    let summary = try await export.run()
    #expect(summary.committed == 1)
    #expect(summary.skipped == 2)
    #expect(try export.bytes(path) == whole)
    #expect(
      export.events.warnings == [
        "\(path) has \(whole.count - 1) bytes; expected \(whole.count); its chunk is fetched again"
      ])
  }

  @Test func `an empty chunk is committed without a file and not requested again`() async throws {
    let api = FakeAPI(rows: [FakeAPI.row(id: 1, at: "2026-10-01 12:00:00")])
    let export = TestExport(api: api)
    let summary = try await export.run()
    #expect(summary.committed == 1)
    #expect(summary.empty == 2)
    #expect(try export.partitions().count == 1)
    try await export.run()
    #expect(api.requests.count == 3)
  }

  @Test func `an empty chunk is a header-only file with empty_chunks write`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1, rules: "{ empty_chunks: write }"), api: FakeAPI(rows: []))
    try await export.run()
    #expect(try export.partitions() == ["date=2026-10-01/20261001T050000Z-20261002T050000Z.csv.gz": "id,at,note\n"])
  }

  @Test func `a source that is empty in every chunk causes a warning`() async throws {
    let export = TestExport(api: FakeAPI(rows: []))
    let summary = try await export.run()
    #expect(summary.failures.isEmpty)
    #expect(
      export.events.warnings == [
        "acme/calls had no records in 3 chunks; check that the server offers this report"
      ])
  }

  @Test func `a chunk that has become empty loses its file and the folder of its date`() async throws {
    var export = TestExport(TestExport.pipeline(days: 1))
    try await export.run()
    #expect(try export.files.list("out") == ["_tidemark", "date=2026-10-01"])
    export.api.rows = []
    export.options.refresh = .all
    let summary = try await export.run()
    #expect(summary.empty == 1)
    #expect(try export.files.list("out") == ["_tidemark"])
  }

  @Test func `folders of replaced paths are removed with their last file`() async throws {
    var export = TestExport(TestExport.pipeline(days: 2))
    try await export.run()
    try export.files.replaceFile("out/date=2026-10-02/note.txt", with: [], mode: .shared)
    export.yaml = TestExport.pipeline(days: 2, sink: ", partition: \"{chunk}\"")
    export.options.refresh = .changed
    try await export.run()
    #expect(
      try export.files.list("out") == [
        "20261001T050000Z-20261002T050000Z.csv.gz", "20261002T050000Z-20261003T050000Z.csv.gz", "_tidemark",
        "date=2026-10-02",
      ])
    #expect(try export.files.list("out/date=2026-10-02") == ["note.txt"])
  }

  @Test func `a chunk fetched again with the same rows keeps its file and its history`() async throws {
    var export = TestExport(TestExport.pipeline(days: 1))
    let first = try await export.run()
    export.options.refresh = .all
    export.clock.advance(by: .seconds(60))
    let second = try await export.run()
    #expect(second.unchanged == 1)
    #expect(first.rows == 2 && first.rowsWritten == 2 && first.bytesWritten > 0)
    #expect(second.rows == 2 && second.rowsWritten == 0 && second.bytesWritten == 0)
    #expect(second.runID != first.runID)
    #expect(try export.text("_tidemark/manifest.json").contains("\"changed_in\" : \"\(first.runID)\""))
  }

  @Test func `an open chunk waits until it has ended`() async throws {
    var export = TestExport()
    export.clock = fixedClock("2026-10-03T20:00:00Z")
    let summary = try await export.run()
    #expect(summary.committed == 2)
    #expect(summary.open == 1)
    export.options.includeOpen = true
    #expect(try await export.run().committed == 1)
    #expect(try await export.run().committed == 0, "an open chunk is provisional: fetched again, and unchanged")
    #expect(export.api.requests.count == 4)
  }

  @Test func `a settling chunk is fetched again until it is final`() async throws {
    var export = TestExport(TestExport.pipeline(days: 1, range: ", settle: 2 days"))
    export.clock = fixedClock("2026-10-02T12:00:00Z")
    try await export.run()
    export.api.rows.append(FakeAPI.row(id: 12, at: "2026-10-01 12:00:00"))
    #expect(try await export.run().committed == 1)
    export.clock = fixedClock("2026-10-05T12:00:00Z")
    #expect(try await export.run().unchanged == 1)
    #expect(try await export.run().skipped == 1)
    #expect(export.api.requests.count == 3)
  }

  @Test func `a window over the cap is split, and its parts are in one partition in time order`() async throws {
    let rows = (0..<95).map { FakeAPI.row(id: $0, at: clockTime($0 * 900)) }
    let export = TestExport(TestExport.pipeline(days: 1, fields: "{ id: id }"), api: FakeAPI(rows: rows))
    let summary = try await export.run()
    #expect(summary.failures.isEmpty)
    let expected = (["id"] + (0..<95).map(String.init)).joined(separator: "\n") + "\n"
    #expect(try export.partitions().values.sorted() == [expected])
    #expect(summary.calls == export.api.requests.count)
  }

  @Test func `a single second over the cap fails its chunk, and the next chunk runs`() async throws {
    let crowd = (0..<11).map { FakeAPI.row(id: $0, at: "2026-10-01 12:00:00") }
    let export = TestExport(
      TestExport.pipeline(days: 2), api: FakeAPI(rows: crowd + [FakeAPI.row(id: 99, at: "2026-10-02 01:00:00")]))
    let summary = try await export.run()
    #expect(summary.committed == 1)
    #expect(summary.failures.map(\.kind) == [.badData])
    let reason = try #require(summary.failures.first).reason
    #expect(
      reason
        == "2026-10-01T17:00:00Z..2026-10-01T17:00:01Z cannot be split further: the response has 10 records, the API's limit is 10, "
        + "and it may be truncated; request a higher limit from the vendor, or raise `source.limits` if it is wrong")
    #expect(try export.partitions().keys.sorted() == ["date=2026-10-02/20261002T050000Z-20261003T050000Z.csv.gz"])
  }

  @Test func `a second that declares more records than it contains fails its chunk as a mismatch`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1))
    export.api.respond { request in
      guard request.url.contains("from=20261001000000") else { return nil }
      return (200, FakeAPI.envelope([FakeAPI.row(id: 1, at: "2026-10-01 00:00:00").json], declared: 5))
    }
    let summary = try await export.run()
    #expect(
      summary.failures.map(\.reason) == [
        "2026-10-01T05:00:00Z..2026-10-01T05:00:01Z cannot be split further: the response declares 5 records but contains 1; "
          + "report the mismatch to the vendor, or correct `envelope.declared` in the catalog"
      ])
    #expect(summary.failures.map(\.kind) == [.badData])
  }

  @Test(arguments: [(401, 77), (403, 77), (404, 78), (429, 75), (500, 69)])
  func `a preview quotes a rejection as a run does, and nothing of an empty one`(status: Int, code: Int32) async throws
  {
    let policy = ", retry: { tries: 1, first_delay: 1 ms, patience: 1 ms }"
    for (body, quoted) in [("go away", ", the API reports \"go away\""), ("", "")] {
      let export = TestExport(TestExport.pipeline(days: 1, source: policy))
      export.api.respond { _ in (status, body) }
      let run = try #require(try await export.run().failures.first)
      let preview = try #require(await #expect(throws: ExportError.self) { try await export.preview() })
      #expect(preview.reason == run.reason)
      #expect(preview.kind.exitCode == code && run.kind.exitCode == code)
      let start = "cannot fetch 2026-10-01T05:00:00Z..2026-10-02T05:00:00Z: HTTP \(status)\(quoted)"
      #expect([start + ";", start + ",", start + " ("].contains { run.reason.hasPrefix($0) }, "\(run.reason)")
    }
  }

  @Test func `rows of a truncated response are written once`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1))
    let whole = FakeAPI.envelope(export.api.rows.prefix(2).map(\.json))
    export.api.respondNext(200, String(whole.dropLast(20)))
    let summary = try await export.run()
    #expect(summary.calls == 2)
    #expect(summary.rows == 2)
    #expect(
      try export.partitions().values.sorted() == [
        "id,at,note\n10,2026-10-01T05:00:00Z,\"a,b\"\n11,2026-10-02T04:59:59Z,\"a,b\"\n"
      ])
  }

  @Test func `three failures in a row stop the run`() async throws {
    let export = TestExport(TestExport.pipeline(days: 5))
    export.api.respond { _ in (200, "<html>") }
    let summary = try await export.run()
    #expect(summary.failures.count == 3)
    #expect(summary.left == 2)
    #expect(try export.partitions().isEmpty)
  }

  @Test func `a used-up quota stops the run and keeps committed chunks`() async throws {
    let export = TestExport()
    export.api.respond { request in
      request.url.contains("from=20261002") ? (403, #"{"code":"403","msg":"quota spent"}"#) : nil
    }
    let summary = try await export.run()
    #expect(summary.committed == 1)
    #expect(summary.failures.map(\.kind) == [.resumable])
    #expect(summary.left == 1)
  }
}

func fixedClock(_ text: String) -> ManualWallClock {
  ManualWallClock(Instant(text)!)
}

/// `2026-10-01 HH:MM:SS`
func clockTime(_ second: Int) -> String {
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
  return "2026-10-01 \(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
}
