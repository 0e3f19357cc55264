package import Declarations

/// A fault injected into a response.
package enum SandboxFault: Hashable, Sendable {
  /// The response that the catalog's rule for the verdict describes, for example busy, quota or resting.
  case verdict(VerdictKind)
  /// An HTTP status with a short text; `retryAfter` is the header's value.
  case status(Int, retryAfter: String? = nil)
  /// An HTML page instead of JSON, with status 200.
  case html
  /// The connection closes in the midst of the records, chunked and without an end.
  case cutBody
  /// The complete response with a content-length that is too long; then the connection closes.
  case shortBody
  /// One record less than declared.
  case wrongCount
  /// An envelope that reports a failure, but only after the records.
  case lateFailure
  /// More text after the document's end.
  case trailingText
  /// A delay, then a good response.
  case delay(Duration)
  /// Half of the records, then silence until the client gives up.
  case stall
}

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
  package static func answers(_ faults: [Int: SandboxFault]) -> SandboxFaults {
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
  package func fault(ofAnswer number: Int) -> SandboxFault? {
    switch plan {
    case .none: return nil
    case .listed(let faults): return faults[number]
    case .periodic(let period, let faults):
      return number % period == 0 ? faults[(number / period - 1) % faults.count] : nil
    case .random(let seed, let share, let faults):
      var draws = Draws(seed, UInt64(truncatingIfNeeded: number))
      return draws.chance(share) ? faults[draws.below(faults.count)] : nil
    }
  }
}
