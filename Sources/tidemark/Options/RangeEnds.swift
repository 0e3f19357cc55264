import ArgumentParser
import ConfigurationFiles
import Records

/// Options that replace the range of a pipeline file, for commands that do not select chunks.
struct RangeEnds: ParsableArguments {
  @OptionGroup var bounds: RangeBounds

  @Option(
    help: ArgumentHelp("Current time for evaluating relative dates, instead of the clock's.", valueName: "instant"),
    transform: RangeOptions.parsedInstant)
  var now: Instant?

  /// The names of the ends that are given.
  var overridden: Set<String> {
    Set([bounds.from == nil ? nil : "from", bounds.to == nil ? nil : "to"].compactMap(\.self))
  }
}
