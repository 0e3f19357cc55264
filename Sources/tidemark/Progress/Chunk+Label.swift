import Planning
import Records

extension Chunk {
  /// The chunk's day, for display, if the chunk is one day; otherwise its complete ID.
  var label: String {
    let hours = (span.upperBound - span.lowerBound).components.seconds / 3_600
    return (22...26).contains(hours) ? date.description : id.text
  }
}
