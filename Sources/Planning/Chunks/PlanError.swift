package import ConfigurationFiles
package import Records

/// The reason why a pipeline cannot be planned at a time: an error in the pipeline or in the arguments.
package enum PlanError: Error, Hashable, Sendable {
  case unknownZone(String)
  /// Both ends as they were written, with what they mean now.
  case emptyRange(from: String, to: String)
  case reversedRange(from: String, to: String)
  /// `name` is `from` or `to`.
  case outOfReach(name: String, bound: String)
  case chunkCount(ChunkLength)
  case chunkDoesNotDivideDay(ChunkLength)
  case tooManyChunks(Int, ChunkLength)
  case tooManyWindows(Int)
  /// A chunk that needs a single request is longer than the API allows; `span` is text.
  case chunkTooLong(report: String, chunk: ChunkLength, span: String, limit: Duration)
  /// The API's format cannot distinguish a chunk's end from the next one's start.
  case indistinguishable(report: String, boundary: Instant, resolution: Duration)
  /// An event chunk cannot be split into windows as short as the limit requires.
  case uncuttable(report: String, span: String, limit: Duration)
  case unknownToken(String)
  case sharedPath(path: String, first: ChunkID, second: ChunkID)
  /// The hint, if any, suggests the chunk that was probably meant.
  case unknownChunk(ChunkID, hint: String)

  /// A plan of more chunks is taken for a mistake.
  package static let maxChunks = 1_000_000
}

extension PlanError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownZone(let name):
      "unknown time zone `\(name)`; use a name such as America/Bogota"
    case .emptyRange(let from, let to):
      "the range is empty: from \(from) is not before to \(to)"
    case .reversedRange(let from, let to):
      "the range is reversed: `from` (\(from)) is after `to` (\(to))"
    case .outOfReach(let name, let bound):
      "\(name) \(bound) is outside the years 1900 to 2099"
    case .chunkCount(let length):
      "`chunk`: invalid size \(length); use 1 to 1440"
    case .chunkDoesNotDivideDay(let length):
      "`chunk`: \(length) does not divide a day; use \(PlanError.divisors(near: length))"
    case .tooManyChunks(let count, let length):
      "the range contains \(count) chunks of \(length), more than \(PlanError.maxChunks); "
        + "use a longer chunk or a shorter range"
    case .tooManyWindows(let count):
      "the range needs more than \(count) requests; use a shorter range or a longer limits.window"
    case .chunkTooLong(let report, let length, let span, let limit):
      "a chunk of \(length) (\(span)) is longer than \(PlanError.words(limit)), the limit of \(report), and cannot be split "
        + "because its rows aggregate the chunk; use a shorter chunk"
    case .indistinguishable(let report, let boundary, let resolution):
      "\(report) has a time resolution of \(PlanError.words(resolution)) and cannot request a chunk that begins or "
        + "ends at \(boundary); use a longer chunk"
    case .uncuttable(let report, let span, let limit):
      "\(report) allows windows of \(PlanError.words(limit)), but \(span) cannot be split to that length; check limits.window"
    case .unknownToken(let name):
      "unknown token `{\(name)}` in sink.partition; known: "
        + PartitionTemplate.tokens.map { "{\($0)}" }.joined(separator: " ")
    case .sharedPath(let path, let first, let second):
      "chunks \(first) and \(second) have the same partition path \(path); add {chunk} to sink.partition"
    case .unknownChunk(let id, let hint):
      "the range does not contain the chunk `\(id)`\(hint.isEmpty ? "; `tidemark plan` lists its chunks" : hint)"
    }
  }

  /// `31 days`, `1 hour`, `250 ms`.
  static func words(_ duration: Duration) -> String {
    let microseconds = duration.wholeMicroseconds
    let units: [(Int64, String)] = [
      (86_400_000_000, "day"), (3_600_000_000, "hour"), (60_000_000, "minute"), (1_000_000, "second"),
    ]
    for (length, name) in units where microseconds != 0 && microseconds % length == 0 {
      let count = microseconds / length
      return "\(count) \(name)\(count == 1 ? "" : "s")"
    }
    return microseconds % 1_000 == 0 ? "\(microseconds / 1_000) ms" : "\(microseconds) µs"
  }

  /// The lengths nearest to one that does not divide a day.
  private static func divisors(near length: ChunkLength) -> String {
    let day = length.unit == .hour ? 24 : 1_440
    let fitting = (1...day).filter { day % $0 == 0 }
    let below = fitting.last { $0 < length.count }
    let above = fitting.first { $0 > length.count }
    guard let below, let above else {
      return "\(length.count / day) days".replacing("1 days", with: "1 day")
    }
    return "\(below) or \(ChunkLength(count: above, unit: length.unit))"
  }
}
