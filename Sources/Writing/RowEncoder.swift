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
  /// Appends what stands after the last row.
  mutating func finish(_ output: inout OutputBuffer) throws
}
