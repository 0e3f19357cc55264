import ConfigurationFiles
import Exporting
import Planning
import Records

/// The pipeline that reads a workload's responses: the catalog's own fields and types.
struct BenchmarkPipeline {
  private(set) var file: PipelineFile

  init(
    shape: Workload, days: Int = 1, sink: String = "benchmark", format: ExportFormat = .csv, level: Int? = nil,
    address: String? = nil
  ) throws {
    guard let first = CalendarDay("2025-01-01") else { preconditionFailure("the day is on the calendar") }
    let level = format.hasLevel ? level.map { "\n  compression_level: \($0)" } ?? "" : ""
    let yaml = """
      version: 1
      name: benchmark-\(shape.rawValue)
      source:
        report: \(try shape.report)
        server: "1"
        token: ${TOKEN}
        limits: { records: none, bytes: 16 GB }
      range:
        time_zone: America/Bogota
        from: \(first)
        to: \(first.advanced(byDays: days))
        chunk: 1 day
      sink:
        path: \(sink)
        format: \(format.name)
        compression: \(format.compression)\(level)
      """
    file = try PipelineFile(
      yaml: yaml, path: "benchmark.yaml", catalog: CatalogLibrary(),
      environment: ConfigurationEnvironment(variables: ["TOKEN": "benchmark-token"]) { _ in "" },
      baseURLOverride: address)
    file.source.secrets = ["token": Secret("benchmark-token")]
    file.source.missingSecrets = []
  }

  var pipelineStages: PipelineStages {
    get throws { PipelineStages(file, zone: try Plan(file, now: SystemWallClock().now).zone, fingerprint: "") }
  }
}
