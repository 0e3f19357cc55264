import Foundation

/// Reads and writes the JSON files of the state: sorted keys, indented, a newline at the end, so that equal values
/// have equal bytes.
struct StateFile {
  /// Shared by many files, because creating an encoder costs more than encoding a small file.
  private let encoder = JSONEncoder()
  private let decoder = JSONDecoder()

  /// Far above the size of any state file.
  static let maxBytes = 256 << 20

  init() {
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  }

  func encode(_ value: some Encodable) throws -> [UInt8] {
    Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  /// Decodes the bytes, or throws the reason why they cannot be trusted.
  func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(StateFileError) -> Value {
    guard !bytes.isEmpty else { throw .empty }
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch let problem as StateFileError {
      throw problem
    } catch let error as DecodingError {
      throw StateFileError(error)
    } catch {
      throw .foreign("\(error)")
    }
  }
}

extension KeyedDecodingContainer {
  /// Refuses what a newer program wrote; an older version does not exist yet.
  func requireVersion(_ supported: Int, forKey key: Key) throws {
    let version = try decode(Int.self, forKey: key)
    if version > supported { throw StateFileError.newer(version: version) }
    if version < 1 { throw StateFileError.foreign("`\(key.stringValue)` has an invalid value") }
  }
}
