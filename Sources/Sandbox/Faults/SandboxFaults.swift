import ConfigurationFiles

/// The injected faults of a sandbox: the same run always has the same faults.
///
/// Responses to report requests are counted from 1; requests rejected for their token, the quota or the limit of
/// concurrent requests are not counted.
package struct SandboxFaults: Sendable {
  private enum Plan: Sendable {
    case none
    case listed([Int: SandboxFault])
    case periodic(Int, [SandboxFault])
    case random(seed: UInt64, share: Double, [SandboxFault])
  }

  private var plan: Plan

  package static let none = SandboxFaults(plan: .none)

  /// Injects faults into the responses with these numbers.
  package static func responses(_ faults: [Int: SandboxFault]) -> SandboxFaults {
    SandboxFaults(plan: .listed(faults))
  }

  /// Injects a fault into every `period`th response, cycling through `faults`.
  package static func every(_ period: Int, _ faults: [SandboxFault]) -> SandboxFaults {
    precondition(period > 0 && !faults.isEmpty, "a plan of faults has a period and faults")
    return SandboxFaults(plan: .periodic(period, faults))
  }

  /// Injects faults into a share (0...1) of the responses, chosen by the seed.
  package static func random(seed: UInt64, share: Double, _ faults: [SandboxFault]) -> SandboxFaults {
    precondition(!faults.isEmpty, "a plan of faults has faults")
    return SandboxFaults(plan: .random(seed: seed, share: share, faults))
  }

  /// Returns the fault of a response by its number, from 1; nil if it has none.
  package func fault(ofResponse number: Int) -> SandboxFault? {
    switch plan {
    case .none: return nil
    case .listed(let faults): return faults[number]
    case .periodic(let period, let faults):
      return number % period == 0 ? faults[(number / period - 1) % faults.count] : nil
    case .random(let seed, let share, let faults):
      var random = SeededRandom(seed, UInt64(truncatingIfNeeded: number))
      return random.chance(share) ? faults[random.below(faults.count)] : nil
    }
  }
}
