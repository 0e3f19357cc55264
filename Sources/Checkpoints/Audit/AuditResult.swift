/// The results of an audit.
package struct AuditResult: Sendable {
  /// Findings by kind, in the order of `AuditFinding.Kind`, then by path.
  package var findings: [AuditFinding] = []
  /// Committed chunks.
  package var chunks = 0
  /// The number of partitions that were read completely and are intact.
  package var wholePartitions = 0
  /// Bytes of those.
  package var wholeBytes = 0

  package init() {}
}
