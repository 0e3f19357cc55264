/// The reason why a scan stops: without a `String` and allocation, because it is thrown at the end of every batch.
enum ScanStop: Error {
  /// The bytes end in the middle of something.
  case needsMore
  /// The byte at this offset of the scanned bytes doesn't fit.
  case error(ScanError, at: Int)
}
