/// The days to export and their division into chunks.
package struct RangeDeclaration: Hashable, Sendable {
  /// An identifier of the time zone data base, known to exist.
  package var timeZone: String
  package var from: RangeBound
  /// Exclusive.
  package var to: RangeBound
  package var chunk: ChunkLength
  /// A chunk that ended less than this ago is provisional.
  package var settle: Duration?

  package init(timeZone: String, from: RangeBound, to: RangeBound, chunk: ChunkLength, settle: Duration?) {
    self.timeZone = timeZone
    self.from = from
    self.to = to
    self.chunk = chunk
    self.settle = settle
  }
}
