import Crypto
import Storage

/// A temporary file, with the size and the SHA-256 of the bytes written to it.
///
/// A copy is a savepoint.
struct StagedFile: Sendable {
  private let file: any WritableFile
  private(set) var length = 0
  private var hash = SHA256()

  init(_ file: any WritableFile) {
    self.file = file
  }

  mutating func append(_ bytes: [UInt8]) throws(StorageError) {
    guard !bytes.isEmpty else { return }
    try file.write(bytes)
    hash.update(data: bytes)
    length += bytes.count
  }

  /// Truncates the file to the bytes that this copy knows.
  func cut() throws(StorageError) {
    try file.truncate(to: length)
  }

  func sync() throws(StorageError) {
    try file.sync()
  }

  func close() throws(StorageError) {
    try file.close()
  }

  /// The SHA-256 of the bytes written, as hexadecimal digits.
  var sha256: String { hash.hexadecimal }
}

extension SHA256 {
  /// The digest of the bytes so far.
  var hexadecimal: String {
    finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
