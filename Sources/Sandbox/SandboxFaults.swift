package import Declarations

/// One way in which an answer goes wrong.
package enum SandboxFault: Hashable, Sendable {
  /// The answer that the catalog's rule for the verdict describes, for example busy, quota or resting.
  case verdict(VerdictKind)
  /// An HTTP status with a short text; `retryAfter` becomes the header's value as it is.
  case status(Int, retryAfter: String? = nil)
  /// A page for people where JSON belongs, with status 200.
  case html
  /// The connection closes in the midst of the records, chunked and without an end.
  case cutBody
  /// The whole answer, but a content-length that promises more; then the connection closes.
  case shortBody
  /// One record less than the answer declares.
  case wrongCount
  /// The envelope tells of a failure, but only after the records.
  case lateFailure
  /// More text after the document's end.
  case trailingText
  /// Nothing for a while, then a good answer.
  case delay(Duration)
  /// Half of the records, then silence until the client gives up.
  case stall
}

/// Which answers of a sandbox go wrong, and how: the same run meets the same faults.
///
/// Answers to requests for a report are counted from 1; requests refused for their token, the quota or the limit of
/// requests at once are left out.
package struct SandboxFaults: Sendable {
  private enum Plan: Sendable {
    case none
    case listed([Int: SandboxFault])
    case periodic(Int, [SandboxFault])
    case random(seed: UInt64, share: Double, [SandboxFault])
  }

  private var plan: Plan

  package static let none = SandboxFaults(plan: .none)

  /// Faults of the answers with these numbers.
  package static func answers(_ faults: [Int: SandboxFault]) -> SandboxFaults {
    SandboxFaults(plan: .listed(faults))
  }

  /// Every `period`th answer goes wrong, in turn with each of `faults`.
  package static func every(_ period: Int, _ faults: [SandboxFault]) -> SandboxFaults {
    precondition(period > 0 && !faults.isEmpty, "a plan of faults has a period and faults")
    return SandboxFaults(plan: .periodic(period, faults))
  }

  /// A share (0...1) of the answers goes wrong with any of `faults`, as the seed decides.
  package static func random(seed: UInt64, share: Double, _ faults: [SandboxFault]) -> SandboxFaults {
    precondition(!faults.isEmpty, "a plan of faults has faults")
    return SandboxFaults(plan: .random(seed: seed, share: share, faults))
  }

  /// The fault of the answer with a number counted from 1; nil: it is good.
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
