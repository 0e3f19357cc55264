import Compression
package import ConfigurationFiles
import Crypto
package import Records
package import Storage
package import SystemPackage

/// Prints partitions for the client of a database, each row with its chunk, and verifies each file while it is read.
///
/// A client that reads to the end without an error has read exactly the bytes that the manifest lists: the result is
/// known only at the end of each file, so the client must discard everything after an error.
package struct PartitionStream {
  /// The beginning of an error on standard error. The load recognizes it in the output of the client.
  package static let errorPrefix = "tidemark cat: "

  /// A partition of the manifest.
  package struct Item: Hashable, Sendable {
    package var chunk: String
    package var sha256: String
    /// Relative to the sink.
    package var path: String

    /// Nil if the text is not `CHUNK:SHA256:PATH`.
    package init?(written text: String) {
      let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
      (chunk, sha256, path) = (String(parts[0]), String(parts[1]), String(parts[2]))
    }
  }

  private let sink: FilePath
  private let files: any FileStore
  private let labelPrefix: String?
  private var labeler: any RowLabeler

  /// - Parameter labelPrefix: the beginning of each row's label; nil: rows are printed without labels.
  package init(sink: FilePath, files: any FileStore, format: SinkFormat, csv: CSVDialect, labelPrefix: String?) {
    self.sink = sink
    self.files = files
    self.labelPrefix = labelPrefix
    labeler =
      switch format {
      case .csv, .parquet: CSVLabeler(csv)
      case .ndjson: NDJSONLabeler()
      }
  }

  /// Prints a partition.
  ///
  /// - Throws: `LoadError` if the file is missing or not the one in the manifest, or an error of `write`.
  package mutating func print(_ item: Item, write: ([UInt8]) throws -> Void) throws {
    var hash = SHA256()
    do {
      let file = try files.open(ContainedDirectory(sink, files: files).resolve(item.path))
      labeler.begin(label: labelPrefix.map { $0 + item.chunk })
      let decompressor = item.path.hasSuffix(".gz") ? try GzipDecompressor() : nil
      var blocks = file.blocks(of: 256 << 10)
      while let block = try blocks.next() {
        hash.update(data: block)
        guard let decompressor else {
          try write(labeler.append(block))
          continue
        }
        decompressor.append(block)
        while let content = try decompressor.next() { try write(labeler.append(content)) }
      }
      if decompressor?.isComplete == false { throw LoadError(.badData, "\(sink)/\(item.path) is truncated") }
      try write(labeler.finish())
    } catch let error as CompressionError {
      throw LoadError(.badData, "\(sink)/\(item.path) is damaged: \(error)")
    } catch let error as StorageError {
      throw LoadError(.badData, "\(error)")
    } catch let error as ContainedPathError {
      throw LoadError(.badData, "\(error)")
    }
    let found = hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    guard found == item.sha256 else {
      throw LoadError(
        .badData,
        "\(sink)/\(item.path) has the SHA-256 \(found.prefix(12))…; expected \(item.sha256.prefix(12))…")
    }
  }
}
