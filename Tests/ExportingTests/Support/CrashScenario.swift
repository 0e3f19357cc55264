import Checkpoints
import Exporting
import Records
import SystemPackage
import TestSupport
import Testing

/// The state of a sink, and the run that a crash or a fault interrupts.
enum CrashScenario: CaseIterable, CustomTestStringConvertible {
  case first
  /// Fetched again, with other rows of another length.
  case replacing
  /// Fetches again, with other rows of the same length, in files without a checksum.
  case replacingPlain
  /// Fetched again, with other rows, in files that end with what they hold.
  case replacingParquet
  case split
  /// Fetches again, with other rejects for the same rows.
  case rejects
  case emptied
  case changedSettings
  /// Splits the range into other chunks, with other names.
  case changedGrid

  var testDescription: String { "\(self)" }

  private static let changedText = #""c;d""#
  private static let longerText = #""now it is longer""#

  /// The disk before the run in question; `days`: the length of its range.
  func prepared(days: Int = 3) async throws -> ModelledDisk {
    let disk = ModelledDisk()
    guard self != .first, self != .split else { return disk }
    var export = export(on: disk, days: days)
    if self == .changedSettings || self == .changedGrid { export.yaml = TestExport.pipeline(days: days) }
    export.options.refresh = nil
    export.api.rows = oldRows
    try await export.run()
    return disk.afterCrash(.processOnly)
  }

  /// The interrupted run; `isOrdinary`: without a flag that requests more than pending chunks.
  func export(on disk: ModelledDisk, isOrdinary: Bool = false, days: Int = 3) -> TestExport {
    var export = TestExport(yaml(days: days), files: disk, api: FakeAPI(rows: newRows))
    switch self {
    case .first, .split: break
    case .changedSettings, .changedGrid: export.options.refresh = .changed
    case .replacing, .replacingPlain, .replacingParquet, .rejects, .emptied:
      export.options.refresh = isOrdinary ? nil : .all
    }
    return export
  }

  private func yaml(days: Int) -> String {
    switch self {
    case .replacingPlain: TestExport.pipeline(days: days, sink: ", compression: none")
    case .replacingParquet: TestExport.pipeline(days: days, sink: ", format: parquet")
    case .split: TestExport.pipeline(days: days, fields: "{ id: id }")
    case .changedSettings:
      TestExport.pipeline(
        days: days, fields: "{ id: id }", sink: ", format: ndjson, partition: 'day={window.date}/{chunk}'")
    case .changedGrid: TestExport.pipeline(days: days, range: ", chunk: 12 hours")
    case .first, .replacing, .rejects, .emptied: TestExport.pipeline(days: days)
    }
  }

  private var oldRows: [FakeAPI.Row] {
    let rows = FakeAPI().rows
    return self == .rejects ? rows + [1, 2].map { CrashScenario.badRow(day: $0, id: "x") } : rows
  }

  private var newRows: [FakeAPI.Row] {
    switch self {
    case .first, .changedSettings, .changedGrid: oldRows
    case .replacing, .replacingParquet: oldRows.map { Self.row($0, note: Self.longerText) }
    case .replacingPlain: oldRows.map { Self.row($0, note: Self.changedText) }
    case .split:
      (1...3).flatMap { day in
        (0..<14).map { FakeAPI.row(id: day * 100 + $0, at: "2026-10-0\(day) \(clockTime($0 * 5_000).dropFirst(11))") }
      }
    case .rejects: FakeAPI().rows + [1, 3, 3].map { CrashScenario.badRow(day: $0, id: "y") }
    case .emptied: oldRows.filter { !$0.at.hasPrefix("2026-10-02") }
    }
  }

  private static func row(_ row: FakeAPI.Row, note: String) -> FakeAPI.Row {
    FakeAPI.Row(at: row.at, json: row.json.replacing(#""a,b""#, with: note))
  }

  private static func badRow(day: Int, id: String) -> FakeAPI.Row {
    FakeAPI.Row(at: "2026-10-0\(day) 12:00:00", json: #"{"id":"\#(id)\#(day)","at":null,"note":"bad"}"#)
  }
}

extension ModelledDisk {
  /// The findings of an audit of the sink, one per line.
  func auditFindings() throws -> [String] {
    try Audit(CheckpointStore(sink: "out", files: self), pipeline: "test", inspector: FormatInspector()).run().findings
      .map {
        "\($0.kind) \($0.path) \($0.words)"
      }
  }

  /// Rejects that a checkpoint counts otherwise than its file does.
  func miscountedRejects() throws -> [String] {
    try CheckpointStore(sink: "out", files: self).load().inOrder.compactMap { entry in
      guard let rejects = entry.rejects else { return nil }
      let bytes = try read(FilePath("out").appending(rejects.path), limit: 1 << 20)
      let lines = try gunzipped(bytes).count { $0 == UInt8(ascii: "\n") }
      return lines == rejects.rows ? nil : "\(rejects.path): \(lines) lines, \(rejects.rows) in the checkpoint"
    }
  }
}
