import ArgumentParser
import ConfigurationFiles
import Exporting

/// `05:30`
struct TimeOfDay {
  /// The time since midnight.
  let minutes: Int

  init(_ text: String) throws(ValidationError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
    else { throw ValidationError("expected a time of day from 00:00 to 23:59") }
    self.minutes = hours * 60 + minutes
  }
}
