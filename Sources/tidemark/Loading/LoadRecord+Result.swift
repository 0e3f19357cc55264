import Checkpoints
import Loading
import Records

extension LoadRecord {
  init(_ result: Result<LoadSummary, LoadError>, table: String, endedAt: Instant) {
    switch result {
    case .success(let summary):
      self.init(
        table: table, endedAt: endedAt, exitCode: 0, loaded: summary.loaded, rows: summary.rows,
        removed: summary.removed, unchanged: summary.unchanged)
    case .failure(let error):
      self.init(table: table, endedAt: endedAt, exitCode: Int(error.kind.exitCode), reason: error.reason)
    }
  }
}
