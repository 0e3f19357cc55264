/// The content of a response outside its records; final once `ResponseReader.finish` has returned.
package struct ResponseSummary: Sendable {
  /// Bytes received.
  package var bytes: Int
  /// Records located, those in batches that were not taken yet included.
  package var records: Int
  /// True if the response has an array of records, which may be empty, or one object instead of it.
  package var foundRecords: Bool
  /// One value per capture; nil if the response does not have the key. Of duplicate keys, the last one counts.
  package var captured: [CapturedValue?]
  /// The captures whose path leads by a name into an array, which has only indices.
  package var arraysOnPaths: [[String]]
  /// Top-level keys of the records that are not wanted, by name, each with the number of records that have it.
  package var unknownFields: [(name: String, count: Int)]
  /// There are more unknown fields than `unknownFields` names.
  package var hasMoreUnknownFields: Bool
  /// Records that have none of the wanted and none of the known keys.
  package var unrecognizedRecords: Int
  /// The beginning of the first of these.
  package var unrecognizedSample: [UInt8]
  /// The first is longer than `unrecognizedSample`.
  package var isUnrecognizedSampleCut: Bool
}
