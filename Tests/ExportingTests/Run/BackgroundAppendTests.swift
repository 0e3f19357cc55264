import Exporting
import SystemPackage
import TestSupport
import Testing

/// Tests that rows are appended in the background before their response is classified.
struct BackgroundAppendTests {
  @Test func `a full disk stops the run before a response that broke off is requested again`() async throws {
    let disk = ModelledDisk()
    var export = TestExport(TestExport.pipeline(days: 1, sink: ", compression: none"), files: disk)
    // One record that fills a block of the file, and an incomplete document.
    let note = String(repeating: "x", count: 300 << 10)
    let record = FakeAPI.row(id: 1, at: "2026-10-01 00:00:00", note: "\"\(note)\"").json
    export.transport = CuttingTransport(export.api, body: Array(#"{"code":"200","data":[\#(record),"#.utf8))
    disk.fail(.write, number: 3, with: .noSpace)
    let summary = try await export.run()
    #expect(
      summary.failures.map(\.reason) == [
        "cannot write out/_tidemark/staging/20261001T050000Z-20261002T050000Z.csv: No space left on device; "
          + "free space and rerun to resume"
      ])
    #expect(summary.failureKind == .cannotWrite)
    #expect(export.api.requests.isEmpty)
    #expect(try disk.list("out/_tidemark/staging").isEmpty)
  }
}
