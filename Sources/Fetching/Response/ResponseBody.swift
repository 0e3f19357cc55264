import Synchronization

/// The body of a response as it streams in: blocks of some ten thousand bytes, to be read once.
///
/// A slow reader slows the sender down. Reading throws `TransportError` if the body ends early, `CancellationError`
/// if the task was canceled, and storage errors of a recording.
package struct ResponseBody: AsyncSequence, Sendable {
  package typealias Step = () async throws -> [UInt8]?

  private let start: @Sendable () -> Step

  /// `start` is called once, by the reader; the function it returns gives block after block, then nil.
  package init(_ start: @escaping @Sendable () -> Step) {
    self.start = start
  }

  /// A body that is there already.
  package init(blocks: [[UInt8]]) {
    self.init {
      var rest = blocks[...]
      return { rest.popFirst() }
    }
  }

  package struct AsyncIterator: AsyncIteratorProtocol {
    let step: Step

    package mutating func next() async throws -> [UInt8]? {
      try await step()
    }
  }

  package func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(step: start())
  }

  /// The first `limit` bytes; the rest is dropped.
  package func limited(to limit: Int) -> ResponseBody {
    ResponseBody {
      var blocks = makeAsyncIterator()
      var rest = limit
      return {
        guard rest > 0, var block = try await blocks.next() else { return nil }
        if block.count > rest { block.removeLast(block.count - rest) }
        rest -= block.count
        return block
      }
    }
  }

  /// The same blocks, noted in `meter` as they pass.
  package func measured(by meter: BodyMeter) -> ResponseBody {
    ResponseBody {
      var blocks = makeAsyncIterator()
      return {
        do {
          let block = try await blocks.next()
          meter.note(block)
          return block
        } catch let error as TransportError {
          meter.note(error)
          throw error
        }
      }
    }
  }
}

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

  fileprivate func note(_ block: [UInt8]?) {
    state.withLock { state in
      guard let block else {
        state.ended = true
        return
      }
      state.bytes += block.count
      if state.head.count < 512 { state.head += block.prefix(512 - state.head.count) }
    }
  }

  fileprivate func note(_ error: TransportError) {
    state.withLock { $0.failure = error }
  }
}
