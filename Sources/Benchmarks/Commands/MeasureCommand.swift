import ArgumentParser

struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "measure", abstract: "Measure (the default).")

  enum Stage: String, CaseIterable, ExpressibleByArgument {
    case locate, map, csv, ndjson, parquet, transform, gzip, export
  }

  @Argument(help: "Stages; all where none is named. `transform` is locate, map and csv in one go.")
  var stages: [Stage] = []

  @Option(help: ArgumentHelp("Shapes of rows.", discussion: "\(Workload.help)"))
  var shape: [Workload] = []

  @Option(help: "Megabytes of JSON for each stage but `export`.")
  var megabytes = 24

  @Option(help: "Repetitions of each stage but `export`.")
  var repeats = 5

  @Option(help: "Days of an export; by default as many as make about 200 MB.")
  var days: Int?

  @Option(help: "Rows a day of an export; by default as many as make about 20 MB.")
  var rows: Int?

  @Option(help: "Exports, each with a run of the rival, of which the median counts.")
  var pairs = 3

  @Option(help: "Formats of exports: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: [ExportFormat] = []

  @Option(help: "Program to compare with: pigz, polars or duckdb. Default: pigz for gzip, polars for Parquet.")
  var rival: Baseline?

  @Option(help: "Level of gzip; by default the program's own.")
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
