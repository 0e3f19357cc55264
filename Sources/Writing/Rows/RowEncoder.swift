package import Records

/// Encodes rows as the bytes of one format, before compression.
///
/// An encoder is a value: a copy is a savepoint that includes everything it remembers of the rows so far. The writer
/// keeps or truncates the bytes it has appended to an output. A format that buffers rows (a row group) appends nothing
/// until the group is full, or in `finish`.
package protocol RowEncoder: Sendable {
  /// Appends the bytes before the first row.
  mutating func begin(_ output: inout OutputBuffer)
  /// Appends the rows of a batch that has the schema's columns.
  mutating func append(_ batch: RecordBatch, to output: inout OutputBuffer) throws
  /// Appends the bytes after the last row, or returns the work that it waits for.
  mutating func finish(_ output: inout OutputBuffer) throws

  // A format that compresses within itself hands its costly work out, so that the writer has it done by many tasks. The
  // others have none.

  /// Returns the work items created since the last call.
  mutating func takeWork() -> [EncodingWork]
  /// Accepts the result of a work item. Results come in the order of the work items.
  mutating func put(_ result: EncodingWork.Result)
  /// Returns the bytes that are ready according to the results so far, in pieces, so that a large part of a file is
  /// not copied as one.
  mutating func takeReady() -> [[UInt8]]
  /// Appends the very end, once `finish` was called and the results of all its work are there.
  mutating func conclude(_ output: inout OutputBuffer)
  /// Makes a copy that is rolled back to return work items without results again.
  mutating func releaseWork()
}

extension RowEncoder {
  package mutating func takeWork() -> [EncodingWork] { [] }
  package mutating func put(_ result: EncodingWork.Result) {}
  package mutating func takeReady() -> [[UInt8]] { [] }
  package mutating func conclude(_ output: inout OutputBuffer) {}
  package mutating func releaseWork() {}
}
