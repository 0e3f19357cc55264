/// The reason why a file of the state is not trusted.
package enum StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  /// Invalid JSON, probably incomplete after a crash or a disk error.
  case truncated
  /// The checkpoint of another chunk, in a file that was copied or renamed; the text is that chunk's ID.
  case misnamed(String)
  /// JSON with unexpected content; the text is the reason.
  case foreign(String)
  /// Written by a program that is newer than this one.
  case newer(version: Int)

  package var description: String {
    switch self {
    case .empty: "is empty"
    case .truncated: "is not valid JSON; it may be truncated"
    case .misnamed(let chunk): "contains the checkpoint of \(chunk)"
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
      self = context.codingPath.isEmpty ? .truncated : .foreign("\(key(context.codingPath)) has an invalid value")
    @unknown default: self = .foreign("\(error)")
    }
  }
}
