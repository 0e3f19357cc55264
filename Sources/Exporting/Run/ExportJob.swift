import Checkpoints
package import ConfigurationFiles
import Planning
import Records

/// A pipeline to run, and all that shapes what it writes.
package struct ExportJob: Sendable {
  package var file: PipelineFile
  /// The settings of the fingerprint. Differs from the file's own if the source's URL is a placeholder for one that
  /// changes from run to run.
  package var fingerprintEntries: [FingerprintEntry]

  package init(file: PipelineFile, fingerprintEntries: [FingerprintEntry]? = nil) {
    self.file = file
    self.fingerprintEntries = fingerprintEntries ?? file.fingerprintEntries
  }

  /// Finds the chunks between two instants, regardless of the file's own range.
  func chunks(at now: Instant) -> (Range<Instant>) throws -> [PlannedChunk] {
    { span in try Plan(file, now: now, from: .instant(span.lowerBound), to: .instant(span.upperBound)).chunks }
  }

  var fingerprint: Fingerprint { Fingerprint(fingerprintEntries.map { ($0.key, $0.value) }) }

  /// - Throws: `ExportError` for the first secret that is not set.
  func requireSecrets(for command: String) throws(ExportError) {
    guard let missing = file.source.missingSecrets.first else { return }
    throw ExportError(
      kind: .configuration, reason: "\(missing.reason); `\(command)` needs it", stopsRun: true)
  }
}
