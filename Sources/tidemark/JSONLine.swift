import Foundation
import Planning
import Records

/// One JSON object a line: `event` says what happened, `time` when.
enum JSONLine {
  static func text(_ event: String, _ members: [String: Any]) -> String {
    var members = members
    members["event"] = event
    members["time"] = SystemTimekeeper().now.description
    // Texts, numbers and nothing else: such an object can always be written.
    let data = try? JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "{\"event\":\"\(event)\"}"
  }
}
