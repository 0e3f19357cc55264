import ArgumentParser
import ConfigurationFiles
import Exporting
import Planning
import Records

/// Options that select chunks, shared by the commands that work on a range.
struct RangeOptions: ParsableArguments {
  @OptionGroup var bounds: RangeBounds

  @Option(
    help: ArgumentHelp(
      "Current time for relative dates and open chunks, instead of the clock's, for example 2026-10-05T03:00:00Z.",
      valueName: "instant"),
    transform: RangeOptions.parsedInstant)
  var now: Instant?

  @Option(
    name: .customLong("chunk"),
    help: ArgumentHelp("Select only this chunk, by its ID or its day; repeatable.", valueName: "id"))
  var chunks: [String] = []

  @Option(
    help:
      "Fetch committed chunks of the range again: all, changed (written with different settings) or provisional ones.")
  var refresh: ExportOptions.Refresh?

  @Flag(help: "Export a chunk that has not ended yet, as provisional.")
  var includeOpen = false

  var exportOptions: ExportOptions {
    ExportOptions(
      from: bounds.from, to: bounds.to, chunks: Set(chunks.map { ChunkID(text: $0) }), refresh: refresh,
      includeOpen: includeOpen)
  }

  func instant(of clock: any WallClock) -> Instant {
    now ?? clock.now
  }
}

extension RangeOptions {
  @Sendable static func parsedInstant(_ text: String) throws -> Instant {
    guard let instant = Instant(text) else {
      throw ValidationError("expected an instant with its time zone, such as 2026-10-05T03:00:00Z")
    }
    return instant
  }
}

extension ExportOptions.Refresh: ExpressibleByArgument {}
