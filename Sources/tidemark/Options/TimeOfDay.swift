import ArgumentParser
import ConfigurationFiles
import Exporting

/// `05:30`
struct TimeOfDay: ExpressibleByArgument {
  /// The time since midnight.
  let minutes: Int

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
    else { return nil }
    self.minutes = hours * 60 + minutes
  }
}
