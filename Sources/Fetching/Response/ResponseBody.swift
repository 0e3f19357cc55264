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
