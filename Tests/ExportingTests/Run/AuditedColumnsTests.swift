import Checkpoints
import ConfigurationFiles
import Exporting
import Records
import Storage
import SystemPackage
import Testing

/// An audit compares the columns of each file with those that its checkpoint and the manifest state.
struct AuditedColumnsTests {
  @Test(arguments: [
    (", format: csv", "csv.gz", "header"), (", format: csv, compression: none", "csv", "header"),
    (", format: csv, csv: { delimiter: \";\", escape_formulas: true }", "csv.gz", "header"),
    (", format: ndjson", "ndjson.gz", "first line"), (", format: parquet", "parquet", "footer"),
  ])
  func `other columns than the checkpoint's are found and repaired`(
    _ sink: String, _ suffix: String, _ place: String
  ) async throws {
    let export = TestExport(TestExport.pipeline(days: 2, sink: sink))
    try await export.run()
    let store = CheckpointStore(sink: "out", files: export.files)
    let audit = Audit(store, pipeline: "test", inspector: FormatInspector())
    #expect(try audit.run().findings == [])

    var entry = try #require(try store.load().inOrder.first)
    entry.columns[2].name = "remark"
    try store.commit(entry)
    try store.writeManifest(pipeline: "test", store.load())
    let report = try audit.run()
    let path = "date=2026-10-01/20261001T050000Z-20261002T050000Z.\(suffix)"
    #expect(
      report.findings.map { "\($0.kind.rawValue): \($0)" } == [
        "damaged_partition: \(path) has the column `note` in its \(place); expected `remark`"
      ])

    try audit.repair(report)
    #expect(try await export.run().committed == 1)
    #expect(try audit.run().findings == [])
  }
}
