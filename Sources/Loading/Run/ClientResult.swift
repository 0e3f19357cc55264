/// The output of a client, and its end.
package struct ClientResult: Hashable, Sendable {
  package var exit: ClientExit
  /// The lines of its standard output.
  package var output: [String]
  /// The last lines of its standard error.
  package var errors: [String]

  package init(exit: ClientExit, output: [String] = [], errors: [String] = []) {
    self.exit = exit
    self.output = output
    self.errors = errors
  }
}
