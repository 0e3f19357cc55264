import ConfigurationFiles
import Loading

/// Reports the result of a load: the summary on standard output, or as a JSON object; errors on standard error.
struct LoadReporter {
  let console: Console
  let isQuiet: Bool
  let logsJSON: Bool
  /// The path of the pipeline's file.
  let path: String
  let pipeline: String

  init(_ file: PipelineFile, reporting: ReportingOptions, console: Console) {
    self.console = console
    isQuiet = reporting.quiet
    logsJSON = reporting.logFormat == .json
    path = file.path
    pipeline = file.name
  }

  func report(_ result: Result<LoadSummary, LoadError>) {
    switch result {
    case .success(let summary):
      guard !isQuiet else { return }
      if logsJSON {
        console.log(object: JSONLine.text("loaded", members(of: summary)))
      } else {
        console.print(LoadFormatter.line(of: summary))
      }
    case .failure(let error):
      if logsJSON {
        console.log(
          object: JSONLine.text(
            "load_failed",
            [
              "pipeline": pipeline, "kind": error.kind.rawValue, "exit_code": error.kind.exitCode,
              "reason": error.reason,
            ]
          ))
      } else {
        console.log("\(path): error: \(error)")
      }
    }
  }

  private func members(of summary: LoadSummary) -> [String: Any] {
    [
      "pipeline": pipeline, "table": summary.table, "partitions": summary.partitions, "loaded": summary.loaded,
      "rows": summary.rows, "removed": summary.removed, "unchanged": summary.unchanged,
      "seconds": summary.duration.secondsRounded,
    ]
  }
}
