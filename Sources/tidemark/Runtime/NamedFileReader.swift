import Storage
import Synchronization
import SystemPackage

/// Reads the text of files that a person names, each of them once: a pipe has nothing left for a second reader.
final class NamedFileReader: Sendable {
  private let texts = Mutex<[String: String]>([:])

  /// No file that is written by hand comes near it.
  private static let limit = 16 << 20

  func text(_ path: String) throws -> String {
    if let text = texts.withLock({ $0[path] }) { return text }
    let bytes = try NamedFile(FilePath(path)).read(limit: NamedFileReader.limit)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw InvalidEncoding() }
    texts.withLock { $0[path] = text }
    return text
  }

  private struct InvalidEncoding: Error, CustomStringConvertible {
    var description: String { "it is not UTF-8 text" }
  }
}
