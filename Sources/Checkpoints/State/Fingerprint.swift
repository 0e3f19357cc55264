import Crypto
import Storage
import SystemPackage

/// All that shapes the bytes of a pipeline's partitions, and a hash of it.
package struct Fingerprint: Hashable, Sendable {
  package static let version = 1

  /// The settings by name: `field `duration`` is `seconds`.
  package let entries: [String: String]
  /// SHA-256 of the entries, 64 hexadecimal digits.
  package let text: String

  /// The order of entries does not matter; of two with the same key the later counts.
  package init(_ entries: [(key: String, value: String)]) {
    self.entries = Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    var hash = SHA256()
    for (key, value) in self.entries.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      // The lengths keep `ab` and `c` apart from `a` and `bc`.
      for text in [key, value] {
        hash.update(data: Array("\(text.utf8.count):".utf8))
        hash.update(data: Array(text.utf8))
      }
    }
    text = hexadecimal(hash.finalize())
  }
}

extension CheckpointStore {
  /// Saves the settings of a fingerprint, so that a later run can report the differences. Called before the first
  /// commit under it.
  package func save(_ saved: Fingerprint) throws {
    let path = layout.shapes.appending("\(saved.text).json")
    let bytes = try StateFile().encode(saved)
    if try files.status(path) == FileStatus(kind: .file, size: bytes.count),
      try files.read(path, limit: bytes.count) == bytes
    {
      return
    }
    try files.replaceFile(path, with: bytes, mode: .shared)
  }

  /// Returns the settings of a checkpoint's fingerprint; nil if they are not known anymore.
  package func savedFingerprint(_ fingerprint: String) throws -> Fingerprint? {
    let path = try ContainedDirectory(layout.shapes, files: files).resolve("\(fingerprint).json")
    guard try files.status(path) != nil else { return nil }
    let bytes = try files.read(path, limit: StateFile.maxBytes)
    do throws(StateFileError) {
      let saved = try StateFile().decode(Fingerprint.self, from: bytes)
      return saved.text == fingerprint ? saved : nil
    } catch {
      // It serves only for the message: a truncated or newer file is treated as missing.
      return nil
    }
  }
}

extension Fingerprint: Codable {
  private enum CodingKeys: String, CodingKey {
    case version, fingerprint, entries
  }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    try keys.requireVersion(Fingerprint.version, forKey: .version)
    self.init(try keys.decode([String: String].self, forKey: .entries).map { ($0.key, $0.value) })
  }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(Fingerprint.version, forKey: .version)
    try keys.encode(text, forKey: .fingerprint)
    try keys.encode(entries, forKey: .entries)
  }
}
