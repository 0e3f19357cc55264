import ArgumentParser

/// Measures the speed of each stage, and of the export compared with the compressor: `swift run -c release
/// Benchmarks`.
@main
struct Benchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract: "Measures the stages of an export on generated answers.",
    discussion: """
      Speeds are megabytes (10^6 bytes) a second of CPU time, the best of the repetitions: of JSON for all stages but \
      gzip, whose input is CSV. `export` runs whole exports from a loopback server of its own, in turns with a rival \
      where that is installed: `pigz -p2` on the same rows, or a script that does the same with polars or DuckDB.

        swift run -c release Benchmarks                         all of it, in about a minute
        swift run -c release Benchmarks gzip --shape email      one stage, one shape
        swift run -c release Benchmarks export --days 30        the main job: 30 days of 60,000 rows
        swift run -c release Benchmarks export --rival polars --format csv.gz --shape agent --days 30

      `.ci/count-instructions` counts the scanner's instructions a byte, which are the same whatever else the machine does.
      """,
    subcommands: [MeasureCommand.self, ResponseCommand.self, ServeCommand.self, ExportCommand.self],
    defaultSubcommand: MeasureCommand.self)
}
