import ArgumentParser
import ConfigurationFiles

/// Options that replace the ends of a pipeline file's range.
struct RangeBounds: ParsableArguments {
  @Option(
    help: ArgumentHelp("Start of the range, instead of the file's `from`.", valueName: "date"),
    transform: RangeBounds.bound)
  var from: RangeBound?

  @Option(
    help: ArgumentHelp("Exclusive end of the range, instead of the file's `to`.", valueName: "date"),
    transform: RangeBounds.bound)
  var to: RangeBound?

  @Sendable static func bound(_ text: String) throws -> RangeBound {
    guard let bound = RangeBound(written: text) else {
      throw ValidationError(
        "expected \(ScalarType.rangeBound.expectation)\(ScalarType.rangeBound.error(in: text) ?? "")")
    }
    return bound
  }
}
