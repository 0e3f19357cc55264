import ArgumentParser

/// Options that select where responses come from.
struct SourceOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Use a local sandbox API with generated rows; needs no credentials, and appends `-sandbox` to the sink's path and `_sandbox` to the loaded table's name."
    ))
  var sandbox = false
}
