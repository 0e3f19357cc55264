import ConfigurationFiles
import Exporting
import Fetching
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

/// A month can be rebuilt from its recording without a call.
struct RecordedExportTests {
  static let directory = FilePath("rec")
  let recording = MemoryFileStore()

  func run(_ export: TestExport, through transport: any Transport, withSecrets: Bool = true) async throws
    -> ExportSummary
  {
    var file = try export.file
    if !withSecrets { file.source.secrets = [:] }
    let services = ExportServices(
      files: export.files, clock: export.clock, transport: transport, leases: withSecrets ? FilePath("leases") : nil,
      noWait: false, randomness: { 0.5 }, processID: 42)
    return try await Export(ExportJob(file: file), options: ExportOptions(), services: services) {
      [events = export.events] in
      events.add($0)
    }.run()
  }

  /// Enough rows for windows to be split, and split in advance from the second day on.
  static let rows = (1...3).flatMap { day in
    (0..<24).map { hour in FakeAPI.row(id: day * 100 + hour, at: "2026-10-0\(day) \(hour < 10 ? "0" : "")\(hour):30:00")
    }
  }

  @Test func `a replay writes the same bytes without a request, a secret or a wait`() async throws {
    let api = FakeAPI(rows: RecordedExportTests.rows)
    let export = TestExport(api: api)
    api.respondNext(503, "later")
    let recorded = try await run(
      export, through: RecordingTransport(api, directory: RecordedExportTests.directory, files: recording))
    #expect(recorded.committed == 3)
    #expect(recorded.rows == 72)
    let calls = api.requests.count
    #expect(calls > 9)
    #expect(!export.clock.sleeps.isEmpty)

    let rebuilt = TestExport(api: api)
    let replayed = try await run(
      rebuilt, through: try ReplayTransport(directory: RecordedExportTests.directory, files: recording),
      withSecrets: false)
    #expect(replayed.committed == 3)
    #expect(api.requests.count == calls)
    #expect(rebuilt.clock.sleeps == [])
    let paths = try export.partitions().keys.sorted()
    #expect(paths.count == 3)
    for path in paths { #expect(try rebuilt.bytes(path) == export.bytes(path)) }
  }

  @Test func `a fixed mapping is tested on a recording`() async throws {
    let api = FakeAPI(rows: RecordedExportTests.rows)
    _ = try await run(
      TestExport(api: api),
      through: RecordingTransport(api, directory: RecordedExportTests.directory, files: recording))
    let calls = api.requests.count
    let repaired = TestExport(TestExport.pipeline(days: 1, fields: "{ number: { from: id, type: string } }"), api: api)
    _ = try await run(
      repaired, through: try ReplayTransport(directory: RecordedExportTests.directory, files: recording))
    #expect(api.requests.count == calls)
    let lines = try repaired.partitions().values.map { $0.split(separator: "\n").map(String.init) }
    #expect(lines == [["number"] + (0..<24).map { String(100 + $0) }])
  }
}
