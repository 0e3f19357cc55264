/// A value that is never shown: not printed, logged, encoded, compared in an error or reflected.
package struct Secret: Sendable, Hashable {
  private let value: String

  package init(_ value: String) {
    self.value = value
  }

  /// Hands the value to `body`, the only way to it; meant for building a request.
  package func withValue<Result>(_ body: (String) throws -> Result) rethrows -> Result {
    try body(value)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "***" }
  package var debugDescription: String { "***" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
