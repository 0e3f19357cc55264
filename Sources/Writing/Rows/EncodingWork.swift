/// A piece of an encoder's work that any task may do at any time: it depends on nothing and changes nothing.
package struct EncodingWork: Sendable {
  /// A result that only the encoder that created the work item understands.
  package typealias Result = any Sendable

  package let run: @Sendable () throws -> Result

  package init(_ run: @escaping @Sendable () throws -> Result) {
    self.run = run
  }
}
