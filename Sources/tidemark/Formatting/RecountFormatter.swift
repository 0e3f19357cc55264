import ConfigurationFiles
import Exporting
import Planning

/// Formats the result of a recount.
enum RecountFormatter {
  /// `[1/7] 2026-10-01  50 records, as committed`
  static func line(of chunk: CountedChunk) -> String {
    let verdict = chunk.differs ? "\(NumberFormat.count(chunk.committed)) committed" : "as committed"
    return
      "[\(chunk.number)/\(chunk.count)] \(chunk.chunk.label)  \(NumberFormat.count(chunk.found, "record")), \(verdict)"
  }

  /// The differences and failures, one line each, and the total.
  static func lines(of report: RecountResult, file: PipelineFile, inSandbox: Bool) -> [String] {
    var lines = report.differences.map { chunk in
      let parts =
        chunk.rejected > 0
        ? " (\(NumberFormat.count(chunk.rows, "row")), \(NumberFormat.count(chunk.rejected)) rejected)" : ""
      // The next run fetches a provisional chunk again without flags.
      let flags = chunk.isProvisional ? "" : " --chunk \(chunk.chunk.id) --refresh all"
      return
        "count: \(chunk.chunk.id) has \(NumberFormat.count(chunk.found, "record")) at the source and "
        + "\(NumberFormat.count(chunk.committed)) committed\(parts); "
        + "`tidemark run\(inSandbox ? " --sandbox" : "")\(flags) \(file.path)` fetches it again"
    }
    lines += report.failures.map { "not counted: \($0.chunk.map { "\($0): " } ?? "")\($0)" }
    let records = report.counted.reduce(0) { $0 + $1.found }
    let left = report.left > 0 ? ", \(NumberFormat.count(report.left)) not counted" : ""
    lines.append(
      "\(file.name): \(NumberFormat.count(report.counted.count, "chunk")) counted again\(left), "
        + "\(NumberFormat.count(records, "record")) in \(NumberFormat.count(report.calls, "call")), "
        + NumberFormat.count(report.differences.count, "difference"))
    return lines
  }
}
