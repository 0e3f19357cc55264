import ConfigurationFiles
import Fetching
import Foundation
import Planning
import Records
import Synchronization
import TestSupport

/// Keeps the events of a source.
final class EventLog: Sendable {
  private let state = Mutex<[FetchEvent]>([])
  var events: [FetchEvent] { state.withLock { $0 } }
  var lines: [String] { events.compactMap(\.description) }
  @Sendable func note(_ event: FetchEvent) { state.withLock { $0.append(event) } }
}
