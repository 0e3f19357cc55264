import ArgumentParser
import ConfigurationFiles
import Records

/// Options that replace the range of a pipeline file, for commands that do not select chunks.
struct RangeEnds: ParsableArguments {
  @Option(
    help: ArgumentHelp("Start of the range, instead of the file's `from`.", valueName: "date"),
    transform: RangeOptions.bound)
  var from: RangeBound?

  @Option(
    help: ArgumentHelp("Exclusive end of the range, instead of the file's `to`.", valueName: "date"),
    transform: RangeOptions.bound)
  var to: RangeBound?

  @Option(
    help: ArgumentHelp("Current time for evaluating relative dates, instead of the clock's.", valueName: "instant"),
    transform: RangeOptions.parsedInstant)
  var now: Instant?

  /// The names of the ends that are given.
  var overridden: Set<String> {
    Set([from == nil ? nil : "from", to == nil ? nil : "to"].compactMap(\.self))
  }
}
