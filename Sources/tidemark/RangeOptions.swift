import ArgumentParser
import Declarations
import Exporting
import Planning
import Records

/// The flags that choose chunks, shared by the commands that look at a range.
struct RangeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Begin here instead of at the file's `from`.", valueName: "date"), transform: RangeOptions.bound)
  var from: RangeBound?

  @Option(
    help: ArgumentHelp("End before this instead of at the file's `to`.", valueName: "date"),
    transform: RangeOptions.bound)
  var to: RangeBound?

  @Option(
    help: ArgumentHelp(
      "Judge relative dates and open chunks by this instant instead of the clock, for example 2026-10-05T03:00:00Z.",
      valueName: "instant"))
  var now: Instant?

  @Option(
    name: .customLong("chunk"),
    help: ArgumentHelp("Only this chunk, by its id or its day; may be repeated.", valueName: "id"))
  var chunks: [String] = []

  @Option(help: "Fetch committed chunks again: all of the range, those of another shape, or provisional ones.")
  var refresh: ExportOptions.Refresh?

  @Flag(help: "Export a chunk that has not ended yet, as provisional.")
  var includeOpen = false

  var exportOptions: ExportOptions {
    ExportOptions(
      from: from, to: to, chunks: Set(chunks.map { ChunkID(text: $0) }), refresh: refresh, includeOpen: includeOpen)
  }

  func instant(of clock: any Timekeeper) -> Instant {
    now ?? clock.now
  }
}

extension RangeOptions {
  @Sendable static func bound(_ text: String) throws -> RangeBound {
    guard let bound = RangeBound(written: text) else {
      throw ValidationError(
        "it takes \(ScalarForm.rangeBound.expectation)\(ScalarForm.rangeBound.fault(in: text) ?? "")")
    }
    return bound
  }
}

extension Instant: ExpressibleByArgument {
  public init?(argument: String) {
    self.init(argument)
  }
}

extension ExportOptions.Refresh: ExpressibleByArgument {}
