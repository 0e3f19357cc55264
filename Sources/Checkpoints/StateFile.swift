import Foundation

/// Reads and writes the JSON files of the state: sorted keys, indented, a newline at the end, so that equal values
/// have equal bytes.
struct StateFile {
  /// Shared by many files, because creating an encoder costs more than encoding a small file.
  private let encoder = JSONEncoder()
  private let decoder = JSONDecoder()

  /// Far above the size of any state file.
  static let mostBytes = 256 << 20

  init() {
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  }

  func encode(_ value: some Encodable) throws -> [UInt8] {
    Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  /// Decodes the bytes, or throws the reason why they cannot be trusted.
  func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(StateFileProblem) -> Value {
    guard !bytes.isEmpty else { throw .empty }
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch let problem as StateFileProblem {
      throw problem
    } catch let error as DecodingError {
      throw StateFileProblem(error)
    } catch {
      throw .foreign("\(error)")
    }
  }
}

/// Why a file of the state is not trusted.
package enum StateFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  /// Incomplete JSON, left by a crash or a disk error.
  case torn
  /// JSON with unexpected content; the text is the reason.
  case foreign(String)
  /// Written by a program that is newer than this one.
  case newer(version: Int)

  package var description: String {
    switch self {
    case .empty: "is empty"
    case .torn: "is truncated: incomplete JSON"
    case .foreign(let why): "is invalid: \(why)"
    case .newer(let version): "has version \(version), written by a newer version of Tidemark"
    }
  }

  init(_ error: DecodingError) {
    func key(_ path: [any CodingKey]) -> String {
      "`" + path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".") + "`"
    }
    switch error {
    case .keyNotFound(let missing, let context):
      self = .foreign("\(key(context.codingPath + [missing])) is missing")
    case .valueNotFound(_, let context): self = .foreign("\(key(context.codingPath)) is null")
    case .typeMismatch(_, let context):
      self = .foreign(
        context.codingPath.isEmpty ? "it is not a JSON object" : "\(key(context.codingPath)) has the wrong type")
    case .dataCorrupted(let context):
      self = context.codingPath.isEmpty ? .torn : .foreign("\(key(context.codingPath)) has an invalid value")
    @unknown default: self = .foreign("\(error)")
    }
  }
}

extension KeyedDecodingContainer {
  /// Refuses what a newer program wrote; an older version does not exist yet.
  func requireVersion(_ supported: Int, forKey key: Key) throws {
    let version = try decode(Int.self, forKey: key)
    if version > supported { throw StateFileProblem.newer(version: version) }
    if version < 1 { throw StateFileProblem.foreign("`\(key.stringValue)` has an invalid value") }
  }
}
