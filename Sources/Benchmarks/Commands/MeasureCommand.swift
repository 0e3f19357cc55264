import ArgumentParser

struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "measure", abstract: "Measure (the default).")

  enum Stage: String, CaseIterable, ExpressibleByArgument {
    case locate, map, csv, ndjson, parquet, transform, gzip, export
  }

  @Argument(help: "Stages; all by default. `transform` is locate, map and csv in one pass.")
  var stages: [Stage] = []

  @Option(help: ArgumentHelp("Shapes of rows.", discussion: "\(Workload.help)"))
  var shape: [Workload] = []

  @Option(help: "Megabytes of JSON for each stage except `export`.")
  var megabytes = 24

  @Option(help: "Repetitions of each stage except `export`.")
  var repeats = 5

  @Option(help: "Days of an export; 10 by default.")
  var days: Int?

  @Option(help: "Rows per day of an export; by default, about 20 MB.")
  var rows: Int?

  @Option(help: "Number of exports, each paired with a run of the rival; the median is printed.")
  var pairs = 3

  @Option(help: "Formats of exports: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: [ExportFormat] = []

  @Option(help: "Program to compare with: pigz, polars or duckdb. Default: pigz for gzip, polars for Parquet.")
  var rival: Baseline?

  @Option(help: "Compression level; by default, the program's default.")
  var level: Int?

  func run() async throws {
    let stages = stages.isEmpty ? Stage.allCases : stages
    let inMemory = stages.filter { $0 != .export }
    let shapes = shape.isEmpty ? Workload.allCases : shape
    if !inMemory.isEmpty { print(StageBenchmark.heading) }
    for shape in shapes where !inMemory.isEmpty {
      let benchmark = try StageBenchmark(shape: shape, megabytes: megabytes)
      for stage in inMemory { for line in try benchmark.lines(for: stage, repeats: repeats) { print(line) } }
    }
    guard stages.contains(.export) else { return }
    print(EndToEnd.heading)
    for shape in shapes {
      for format in format.isEmpty ? [.csvGzip, .ndjsonGzip, .parquet] : format {
        let rows = rows ?? shape.usualRows
        let days = days ?? 10
        let export = EndToEnd(
          shape: shape, format: format, rows: rows, days: days, level: level, rival: rival ?? format.usualBaseline)
        print(try export.line(pairs: pairs))
      }
    }
  }
}
