/// One line of a version of a Delta log; exactly one member has a value.
///
/// The names of keys are those of the Delta transaction log protocol. Unknown keys and actions are ignored.
struct DeltaAction: Codable, Hashable, Sendable {
  var commitInfo: CommitInfo?
  var `protocol`: Versions?
  var metaData: Metadata?
  var add: Add?
  var remove: Remove?

  struct CommitInfo: Codable, Hashable, Sendable {
    var timestamp: Int64?
    var operation: String?
    var engineInfo: String?
  }

  /// The versions and features that a reader and a writer must support.
  struct Versions: Codable, Hashable, Sendable {
    var minReaderVersion: Int
    var minWriterVersion: Int
    var readerFeatures: [String]?
    var writerFeatures: [String]?
  }

  struct Metadata: Codable, Hashable, Sendable {
    var id: String
    var name: String?
    var format = Format()
    var schemaString: String
    var partitionColumns: [String]
    var configuration: [String: String] = [:]
    var createdTime: Int64?

    struct Format: Codable, Hashable, Sendable {
      var provider = "parquet"
      var options: [String: String] = [:]
    }
  }

  /// A file of the table from this version on.
  struct Add: Codable, Hashable, Sendable {
    /// Relative to the table, percent-encoded.
    var path: String
    var partitionValues: [String: String?]
    var size: Int
    var modificationTime: Int64
    var dataChange: Bool
    /// JSON text with `numRecords`.
    var stats: String?
  }

  /// A file that is not in the table from this version on.
  struct Remove: Codable, Hashable, Sendable {
    var path: String
    /// Milliseconds since 1970.
    var deletionTimestamp: Int64?
    var dataChange: Bool
    var extendedFileMetadata: Bool?
    var partitionValues: [String: String?]?
    var size: Int?
  }
}
