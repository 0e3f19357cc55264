import Planning
import Records

extension Chunk {
  /// The day where the chunk is one, for people; the whole id otherwise.
  var label: String {
    let hours = (span.upperBound - span.lowerBound).components.seconds / 3_600
    return (22...26).contains(hours) ? date.description : id.text
  }
}
