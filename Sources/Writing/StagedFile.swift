import Crypto
import Storage

/// A file in the making, with the size and the SHA-256 of what has been written to it.
///
/// A copy is a point to come back to.
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

  /// Cuts the file to what this copy knows of it.
  func cut() throws(StorageError) {
    try file.truncate(to: length)
  }

  func sync() throws(StorageError) {
    try file.sync()
  }

  func close() throws(StorageError) {
    try file.close()
  }

  /// Of what has been written, as hexadecimal digits.
  var sha256: String { hash.hexadecimal }
}

extension SHA256 {
  /// Of what was taken so far.
  var hexadecimal: String {
    finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
