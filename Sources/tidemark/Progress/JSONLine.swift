import Foundation
import Planning
import Records

/// One JSON object per line: `event` is the kind of event, `time` its time.
enum JSONLine {
  static func text(_ event: String, _ members: [String: Any]) -> String {
    var members = members
    members["event"] = event
    members["time"] = SystemWallClock().now.description
    // The object contains only strings and numbers, so encoding cannot fail.
    let data = try? JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "{\"event\":\"\(event)\"}"
  }
}
