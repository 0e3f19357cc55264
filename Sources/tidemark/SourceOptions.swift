import ArgumentParser

/// The flags that say where answers come from.
struct SourceOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Play the API on this machine with made-up rows; needs no credentials and writes to the sink's path with `-sandbox` after it."
    ))
  var sandbox = false
}
