import Synchronization

/// Measures what passed through a body, independent of its reader.
package final class BodyMeter: Sendable {
  private struct State {
    var bytes = 0
    var head: [UInt8] = []
    var ended = false
    var failure: TransportError?
  }

  private let state = Mutex(State())

  package init() {}

  /// Bytes that were read.
  package var bytes: Int { state.withLock { $0.bytes } }
  /// The first bytes, at most 512 of them.
  package var head: [UInt8] { state.withLock { $0.head } }
  /// The body was read to its end.
  package var ended: Bool { state.withLock { $0.ended } }
  /// The reason why the body is incomplete.
  package var failure: TransportError? { state.withLock { $0.failure } }

  func note(_ block: [UInt8]?) {
    state.withLock { state in
      guard let block else {
        state.ended = true
        return
      }
      state.bytes += block.count
      if state.head.count < 512 { state.head += block.prefix(512 - state.head.count) }
    }
  }

  func note(_ error: TransportError) {
    state.withLock { $0.failure = error }
  }
}
