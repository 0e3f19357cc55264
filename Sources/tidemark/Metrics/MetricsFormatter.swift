/// Formats metrics of runs in the text format of Prometheus, which node_exporter's textfile collector reads.
///
/// All metrics are gauges: each describes the last run or the current export.
struct MetricsFormatter {
  /// A metric's name without `tidemark_`.
  enum Name: String, CaseIterable {
    case lastSuccessTimestamp = "last_success_timestamp_seconds"
    case completeUntilTimestamp = "complete_until_timestamp_seconds"
    case lastRunTimestamp = "last_run_timestamp_seconds"
    case lastRunDuration = "last_run_duration_seconds"
    case lastRunExitCode = "last_run_exit_code"
    case lastRunOnFinish = "last_run_on_finish_success"
    case lastRunChunks = "last_run_chunks"
    case lastRunRows = "last_run_rows"
    case lastRunRejected = "last_run_rejected_records"
    case lastRunReceived = "last_run_received_bytes"
    case lastRunWritten = "last_run_written_bytes"
    case lastRunCalls = "last_run_calls"
    case lastRunRetries = "last_run_retries"
    case lastLoadExitCode = "last_load_exit_code"
    case lastLoadPartitions = "last_load_partitions"
    case lastLoadRows = "last_load_rows"
    case chunks
    case dueChunks = "due_chunks"
    case rows
    case rejected = "rejected_records"
    case partitionBytes = "partition_bytes"
    case commandTimestamp = "command_timestamp_seconds"
    case commandExitCode = "command_exit_code"
    case buildInfo = "build_info"

    var help: String {
      switch self {
      case .lastSuccessTimestamp: "Unix time at which a run last ended with everything committed."
      case .completeUntilTimestamp: "Unix time before which everything is exported."
      case .lastRunTimestamp: "Unix time at which the last run ended."
      case .lastRunDuration: "Duration of the last run."
      case .lastRunExitCode:
        "Exit code of the last run: 0 if everything is committed, otherwise a code of the README's table."
      case .lastRunOnFinish: "Result of the on_finish command after the last run: 1 for success, 0 for failure."
      case .lastRunChunks: "Chunks of the last run by outcome."
      case .lastRunRows: "Rows of the chunks that the last run fetched, including unchanged ones."
      case .lastRunRejected: "Records that the last run rejected because a value did not fit its column."
      case .lastRunReceived: "Bytes of the responses that the last run received."
      case .lastRunWritten: "Bytes of the partitions that the last run wrote."
      case .lastRunCalls: "Requests that the last run sent."
      case .lastRunRetries: "Requests that the last run retried."
      case .lastLoadExitCode: "Exit code of the load after the last run: 0 if the table equals the partitions."
      case .lastLoadPartitions: "Partitions of the load after the last run by outcome."
      case .lastLoadRows: "Rows that the load after the last run loaded."
      case .chunks: "Chunks of the export by state, as in `tidemark status`."
      case .dueChunks: "Chunks that the next run will fetch."
      case .rows: "Rows of all partitions."
      case .rejected: "Total of rejected records."
      case .partitionBytes: "Bytes of all partitions."
      case .commandTimestamp: "Unix time at which `tidemark run` last ended."
      case .commandExitCode: "Exit code of the last `tidemark run`, even if it started no pipeline."
      case .buildInfo: "The version of the program, as a label."
      }
    }
  }

  private struct Sample {
    var name: Name
    /// The pipeline's label value, escaped; nil if the metric belongs to the command.
    var pipeline: String?
    /// `{pipeline="…"} 12`
    var text: String
  }

  private var samples: [Sample] = []

  init() {}

  /// Parses the pipelines' samples from a file that this type wrote; other lines are ignored.
  init(parsing text: String) {
    for line in text.split(separator: "\n") where line.hasPrefix("tidemark_") {
      guard let brace = line.firstIndex(of: "{"),
        let name = Name(rawValue: String(line[..<brace].dropFirst("tidemark_".count))),
        let pipeline = MetricsFormatter.pipeline(in: line[brace...])
      else { continue }
      samples.append(Sample(name: name, pipeline: pipeline, text: String(line[brace...])))
    }
  }

  /// The escaped value of the first label if that is the pipeline; otherwise nil.
  private static func pipeline(in labels: Substring) -> String? {
    let opening = "{pipeline=\""
    guard labels.hasPrefix(opening) else { return nil }
    var isEscaped = false
    let value = labels.dropFirst(opening.count).prefix { character in
      if isEscaped {
        isEscaped = false
      } else if character == "\"" {
        return false
      } else {
        isEscaped = character == "\\"
      }
      return true
    }
    return String(value)
  }

  mutating func set(_ name: Name, _ value: some CustomStringConvertible, labels: [(String, String)] = []) {
    let escaped = labels.map { "\($0)=\"\(MetricsFormatter.escaped($1))\"" }.joined(separator: ",")
    let pipeline = labels.first.flatMap { $0.0 == "pipeline" ? MetricsFormatter.escaped($0.1) : nil }
    let text = labels.isEmpty ? " \(value)" : "{\(escaped)} \(value)"
    samples.append(Sample(name: name, pipeline: pipeline, text: text))
  }

  /// Returns the value of a pipeline's only sample with a name.
  func value(_ name: Name, pipeline: String) -> String? {
    samples.first { $0.name == name && $0.pipeline == MetricsFormatter.escaped(pipeline) }?.text
      .split(separator: " ").last.map(String.init)
  }

  mutating func remove(pipeline: String) {
    let escaped = MetricsFormatter.escaped(pipeline)
    samples.removeAll { $0.pipeline == escaped }
  }

  /// Formats the samples grouped by name and sorted by pipeline, as the format requires.
  var text: String {
    var lines: [String] = []
    for name in Name.allCases {
      let own = samples.filter { $0.name == name }.enumerated()
        .sorted { ($0.element.pipeline ?? "", $0.offset) < ($1.element.pipeline ?? "", $1.offset) }
      guard !own.isEmpty else { continue }
      lines += ["# HELP tidemark_\(name.rawValue) \(name.help)", "# TYPE tidemark_\(name.rawValue) gauge"]
      lines += own.map { "tidemark_\(name.rawValue)\($0.element.text)" }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
