import ArgumentParser
import ConfigurationFiles
import Records

/// Options of an audit that counts records at the source, and the chunks that they select.
struct RecountOptions: ParsableArguments {
  @Flag(name: .customLong("recount"), help: "Compare the record counts of committed chunks with the source.")
  var isWanted = false

  @OptionGroup var bounds: RangeBounds

  @Option(
    name: .customLong("chunk"),
    help: ArgumentHelp("Select only this chunk, by its ID or its day; repeatable.", valueName: "id"))
  var chunks: [String] = []

  @Option(
    help: ArgumentHelp("Current time for evaluating relative dates, instead of the clock's.", valueName: "instant"),
    transform: RangeOptions.parsedInstant)
  var now: Instant?

  @Flag(help: "Stop instead of waiting if another process uses the same token.")
  var noWait = false

  func validate() throws {
    if !isWanted, bounds.from != nil || bounds.to != nil || !chunks.isEmpty || now != nil || noWait {
      throw ValidationError("--from, --to, --chunk, --now and --no-wait require --recount")
    }
  }
}
