package import Records

/// How rows become the bytes of one format, before any compression around them.
///
/// An encoder is a value: a copy is a point to come back to, with all that the encoder remembers of the rows so far.
/// What it has appended to an output is the writer's to keep or cut. A format that holds rows back (a row group)
/// appends nothing until it is full, or in `finish`.
package protocol RowEncoder: Sendable {
  /// Appends what stands before the first row.
  mutating func begin(_ output: inout OutputBuffer)
  /// Appends the rows of a batch that has the schema's columns.
  mutating func append(_ batch: RecordBatch, to output: inout OutputBuffer) throws
  /// Appends what stands after the last row, or hands out the work that it waits for.
  mutating func finish(_ output: inout OutputBuffer) throws

  // A format that compresses within itself hands its costly work out, so that the writer has it done by many tasks. The
  // others have none.

  /// The work that has come up since the last call.
  mutating func takeWork() -> [EncodingWork]
  /// Takes what work came to. Results come in the order of the work.
  mutating func put(_ result: EncodingWork.Result)
  /// What is ready by the results so far, in pieces, so that a large part of a file need not be copied as one.
  mutating func takeReady() -> [[UInt8]]
  /// Appends the very end, once `finish` was called and the results of all its work are there.
  mutating func conclude(_ output: inout OutputBuffer)
  /// For a copy that is gone back to: work whose results never came is to be handed out again.
  mutating func releaseWork()
}

extension RowEncoder {
  package mutating func takeWork() -> [EncodingWork] { [] }
  package mutating func put(_ result: EncodingWork.Result) {}
  package mutating func takeReady() -> [[UInt8]] { [] }
  package mutating func conclude(_ output: inout OutputBuffer) {}
  package mutating func releaseWork() {}
}

/// A piece of an encoder's work that any task may do at any time: it depends on nothing and changes nothing.
package struct EncodingWork: Sendable {
  /// What only the encoder that handed the work out understands.
  package typealias Result = any Sendable

  package let run: @Sendable () -> Result

  package init(_ run: @escaping @Sendable () -> Result) {
    self.run = run
  }
}
