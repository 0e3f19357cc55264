import Storage
import Synchronization
import SystemPackage

/// Reads the text of files that a person names, each of them once: a pipe has nothing left for a second reader.
///
/// Its errors are reasons without the path, because every message that quotes them names the file.
final class NamedFileReader: Sendable {
  private let texts = Mutex<[String: String]>([:])

  /// No file that is written by hand comes near it.
  private static let limit = 16 << 20

  func text(_ path: String) throws -> String {
    if let text = texts.withLock({ $0[path] }) { return text }
    let bytes: [UInt8]
    do throws(StorageError) {
      bytes = try NamedFile(FilePath(path)).read(limit: NamedFileReader.limit)
    } catch {
      throw Failure.system(error.errno)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure.encoding }
    texts.withLock { $0[path] = text }
    return text
  }

  enum Failure: Error, CustomStringConvertible {
    case system(Errno)
    case encoding

    var description: String {
      switch self {
      case .system(.fileTooLarge): "larger than \(NamedFileReader.limit >> 20) MiB"
      case .system(let errno): "\(errno)"
      case .encoding: "not UTF-8 text"
      }
    }
  }
}
