package import ConfigurationFiles
package import Records

/// The paths of a pipeline's partitions within its sink.
package struct PartitionTemplate: Sendable {
  /// Every token that `sink.partition` may use.
  package static let tokens = ["window.date", "window.year", "window.month", "window.day", "window.hour", "chunk"]

  private let template: Template
  private let fileExtension: String
  private let zone: TimeZoneTransitions

  /// - Parameter zone: the range's zone, in which the start of a chunk is written.
  package init(_ sink: SinkDeclaration, zone: TimeZoneTransitions) throws(PlanError) {
    for case .token(let name) in sink.partition.parts where !PartitionTemplate.tokens.contains(name) {
      throw .unknownToken(name)
    }
    self.template = sink.partition
    self.fileExtension = sink.fileExtension
    self.zone = zone
  }

  /// The chunk of a span with the path of its partition.
  package func chunk(_ span: Range<Instant>) -> Chunk {
    let start = zone.civilTime(at: span.lowerBound)
    let id = ChunkID(span)
    let (year, month, day) = start.day.components
    let path = template.rendered { token in
      switch token {
      case "window.date": start.day.description
      case "window.year": PartitionTemplate.padded(year, to: 4)
      case "window.month": PartitionTemplate.padded(month, to: 2)
      case "window.day": PartitionTemplate.padded(day, to: 2)
      case "window.hour": PartitionTemplate.padded(start.hour, to: 2)
      default: id.text
      }
    }
    return Chunk(span: span, partition: "\(path).\(fileExtension)", date: start.day)
  }

  /// Throws if two chunks of `length` have the same path, for any range, with two examples.
  ///
  /// Chunks from `start` on are tried. Without `{chunk}`, a template that lacks a part of the date has at most 366 ×
  /// 24 paths, so fewer chunks than are tried collide; and they span more than a year, so that a repeated hour is
  /// among them.
  package func checkDistinct(length: ChunkLength, speaksLocalTime: Bool, from start: Instant) throws(PlanError) {
    guard !template.tokens.contains("chunk") else { return }
    let grid = try ChunkGrid(length: length, zone: zone, speaksLocalTime: speaksLocalTime)
    var owners: [String: ChunkID] = [:]
    var position = start
    for batch in [100, 10_000] {
      let reach = Duration.seconds(Int64(batch) * length.shortestSeconds)
      for cell in try grid.cells(overlapping: position..<(position + reach)) where cell.upperBound > position {
        let chunk = chunk(cell)
        if let owner = owners[chunk.partition], owner != chunk.id {
          throw .sharedPath(path: chunk.partition, first: owner, second: chunk.id)
        }
        owners[chunk.partition] = chunk.id
      }
      position = position + reach
    }
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension ChunkLength {
  /// The minimum duration of a chunk with this many units, apart from clock changes.
  fileprivate var shortestSeconds: Int64 {
    switch unit {
    case .minute: Int64(count) * 60
    case .hour: Int64(count) * 3_600
    case .day: Int64(count) * 86_400
    case .week: Int64(count) * 7 * 86_400
    case .month: Int64(count) * 28 * 86_400
    }
  }
}
