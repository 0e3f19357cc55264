import Compression
import Crypto
import Parquet
import Storage
import SystemPackage

/// Compares the file of a partition with one that would replace it.
struct PartitionComparison {
  let files: any FileStore
  let format: PartitionFormat
  let compression: PartitionCompression

  /// Returns true if `committed`, at its path, is as it was committed and has the content of `staged`.
  ///
  /// Every byte of it is read, because an altered file can keep its size. If the bytes of the two files differ because
  /// another libz or libzstd compressed them, their contents are compared as streams. A committed file that cannot be
  /// read counts as different, so that it is replaced.
  func isUnchanged(
    _ committed: PublishedFile, at path: FilePath, staged: PublishedFile, at staging: FilePath
  ) throws -> Bool {
    guard committed.path == staged.path, committed.rows == staged.rows else { return false }
    guard try files.status(path) == FileStatus(kind: .file, size: committed.bytes) else { return false }
    do {
      guard try sha256(of: path) == committed.sha256 else { return false }
      if committed.sha256 == staged.sha256 { return true }
      let (first, second) = (try files.open(path), try files.open(staging))
      switch (format, compression) {
      case (.parquet, _):
        return try ParquetPageReader.haveSameContent(pages(of: first), pages(of: second))
      case (_, .gzip):
        guard committed.crc32 == staged.crc32, try contentLength(of: first) == contentLength(of: second) else {
          return false
        }
        return try haveSameContent(first, second)
      case (_, .none): return false
      }
    } catch let error as StorageError where error.path == staging {
      throw error
    } catch is StorageError {
      return false
    } catch is CompressionError {
      return false
    } catch is ParquetFooter.ParsingError {
      return false
    }
  }

  private func sha256(of path: FilePath) throws -> String {
    var hash = SHA256()
    var blocks = try files.open(path).blocks()
    while let block = try blocks.next() { hash.update(data: block) }
    return hash.hexadecimal
  }

  private func pages(of file: any ReadableFile) throws -> ParquetPageReader {
    try ParquetPageReader(fileSize: file.size) { try file.read(at: $0.lowerBound, count: $0.count) }
  }

  /// The last four bytes of a gzip member: the length modulo 2^32 (RFC 1952).
  private func contentLength(of file: any ReadableFile) throws -> [UInt8] {
    try file.read(at: max(0, file.size - 4), count: 4)
  }

  private func haveSameContent(_ first: any ReadableFile, _ second: any ReadableFile) throws -> Bool {
    var (contents, others) = (try GzipFileContent(first), try GzipFileContent(second))
    var (left, right): (ArraySlice<UInt8>, ArraySlice<UInt8>) = ([], [])
    while true {
      if left.isEmpty { left = try contents.next()?[...] ?? [] }
      if right.isEmpty { right = try others.next()?[...] ?? [] }
      guard !left.isEmpty, !right.isEmpty else { return left.isEmpty && right.isEmpty }
      let count = min(left.count, right.count)
      guard left.prefix(count) == right.prefix(count) else { return false }
      left.removeFirst(count)
      right.removeFirst(count)
    }
  }
}
