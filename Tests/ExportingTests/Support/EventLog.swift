import ConfigurationFiles
import Exporting
import Foundation
import Records
import Synchronization
import SystemPackage
import TestSupport

/// The events of a run.
final class EventLog: Sendable {
  private let events = Mutex<[ExportEvent]>([])

  func add(_ event: ExportEvent) { events.withLock { $0.append(event) } }

  var hookLines: [String] {
    events.withLock { $0.compactMap { if case .hookSaid(let text) = $0 { text } else { nil } } }
  }

  var notes: [String] {
    events.withLock { $0.compactMap { if case .note(let text) = $0 { text } else { nil } } }
  }

  var warnings: [String] {
    events.withLock { $0.compactMap { if case .warning(let text) = $0 { text } else { nil } } }
  }
}
