import ArgumentParser

/// The option of commands that send requests to print each of them.
struct VerboseOption: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Also print every request.")
  var verbose = false
}
