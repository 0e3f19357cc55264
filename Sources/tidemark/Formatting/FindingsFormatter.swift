import Checkpoints

/// Formats what an audit can repair, and what it has repaired.
enum FindingsFormatter {
  /// - Parameter findings: all findings of an audit, of which at least one can be repaired.
  static func repairable(_ findings: [AuditFinding], file: String, inSandbox: Bool) -> String {
    let repairable = findings.filter(\.isRepairable)
    let what =
      findings.count == 1
      ? "the finding" : "\(NumberFormat.count(repairable.count)) of \(NumberFormat.count(findings.count)) findings"
    return "\(what) can be repaired: `tidemark audit --repair \(inSandbox ? "--sandbox " : "")\(file)`"
      + (repairable.contains(where: \.makesChunkPending)
        ? "; then run the pipeline to export the damaged chunks again" : "")
  }

  /// - Parameter findings: all findings of an audit whose repairable ones were repaired.
  static func repaired(_ findings: [AuditFinding]) -> String {
    let repaired = findings.filter(\.isRepairable)
    let remaining = findings.filter { !$0.isRepairable }
    return "repaired: \(counts(of: repaired))"
      + (remaining.isEmpty ? "" : "; not repaired: \(counts(of: remaining))")
      + (repaired.contains(where: \.makesChunkPending)
        ? "; run the pipeline to export the pending chunks again" : "")
  }

  /// Text such as `2 damaged partitions, 1 gap`.
  private static func counts(of findings: [AuditFinding]) -> String {
    AuditFinding.Kind.allCases.compactMap { kind -> String? in
      let count = findings.count { $0.kind == kind }
      let name = kind.rawValue.replacing("_", with: " ")
      guard count > 0 else { return nil }
      return NumberFormat.count(count, name, plural: name.hasSuffix("s") ? name : "\(name)s")
    }.joined(separator: ", ")
  }
}

extension AuditFinding {
  /// True if a repair makes a chunk pending.
  fileprivate var makesChunkPending: Bool { isRepairable && (chunk != nil || kind == .badCheckpoint) }
}
