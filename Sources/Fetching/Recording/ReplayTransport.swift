package import ConfigurationFiles
package import Planning
import Records
package import Storage
import Synchronization
package import SystemPackage

/// Returns responses from a recording, without a network; responses to the same request are returned in recorded
/// order.
package final class ReplayTransport: Transport {
  private let directory: FilePath
  private let files: any FileStore
  /// The responses to each request, by the prefix of their files' names.
  private let responses: [String: [RecordedResponse]]
  /// The number of responses returned.
  private let given = Mutex<[String: Int]>([:])

  /// Reads the heads of all responses in a directory. Throws `StorageError`, and `TransportError` if a head is damaged
  /// or missing.
  package init(directory: FilePath, files: any FileStore) throws {
    var numbered: [String: [(number: Int, response: RecordedResponse)]] = [:]
    for name in try files.list(directory) where name.hasSuffix(RecordedResponse.headSuffix) && !name.hasPrefix(".") {
      let path = directory.appending(name)
      let bytes = try files.read(path, limit: RecordedResponse.headLimit)
      let stem = name.dropLast(RecordedResponse.headSuffix.count)
      guard let response = RecordedResponse.decode(bytes), let dot = stem.lastIndex(of: "."),
        let number = Int(stem[stem.index(after: dot)...]), !response.body.contains("/")
      else { throw TransportError(.misconfigured, "\(path) is not a recorded response, or is damaged") }
      numbered[String(stem[..<dot]), default: []].append((number, response))
    }
    guard !numbered.isEmpty else {
      throw TransportError(.misconfigured, "\(directory) contains no recorded responses; create them with `--record`")
    }
    self.directory = directory
    self.files = files
    self.responses = numbered.mapValues { $0.sorted { $0.number < $1.number }.map(\.response) }
  }

  package var isReplay: Bool { true }

  package func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    guard let window = request.window else {
      throw TransportError(.misconfigured, "a replay cannot log in")
    }
    let stem = RecordedResponse.stem(request, window: window)
    let recorded = responses[stem] ?? []
    let number = given.withLock { given in
      defer { given[stem, default: 0] += 1 }
      return given[stem, default: 0]
    }
    guard number < recorded.count, isSame(recorded[number], request) else {
      // A response that took too long when recorded arrives immediately now; recorded parts show that its window was
      // split.
      if number > 0 || request.page > 1, parts(of: window, series: request.series) != nil {
        throw TransportError(.late, "\(request) was split when it was recorded")
      }
      let what = number > 0 ? "no further response" : "no response"
      throw TransportError(.notRecorded, "\(what) to \(request) is recorded in \(directory)")
    }
    let response = recorded[number]
    return IncomingResponse(
      status: response.status,
      headers: ResponseHeaders(response.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
      body: body(of: response, to: request), requestedAt: response.requestedAt)
  }

  package func recordedWindows(within window: Window, of request: OutgoingRequest) -> [Window]? {
    guard responses[RecordedResponse.stem(request, window: window)] == nil else { return nil }
    return parts(of: window, series: request.series)
  }

  /// Recorded windows that are shorter and together are the window; nil: there are none.
  private func parts(of window: Window, series: String) -> [Window]? {
    let series = RecordedResponse.comparable(series)
    let spans = responses.values.compactMap(\.first)
      .filter { RecordedResponse.comparable($0.series) == series }
      .map { $0.window.start..<$0.window.end }
      .filter { $0 != window.span }
    var found: [Window] = []
    var position = window.span.lowerBound
    while position < window.span.upperBound {
      // The longest first: if a window was split, its own response shows that again.
      let next = spans.filter { $0.lowerBound == position && $0.upperBound <= window.span.upperBound }
        .max { $0.upperBound < $1.upperBound }
      guard let next, !next.isEmpty else { return nil }
      found.append(Window(span: next))
      position = next.upperBound
    }
    return found
  }

  /// Guards against two requests whose hashes are the same.
  private func isSame(_ response: RecordedResponse, _ request: OutgoingRequest) -> Bool {
    guard response.method == request.method else { return false }
    guard request.page == 1 else {
      return RecordedResponse.comparable(response.series) == RecordedResponse.comparable(request.series)
    }
    return RecordedResponse.comparable(response.url) == RecordedResponse.comparable(request.maskedURL)
  }

  /// The widest recorded window of a request's series that contains its own: the chunk's, unless that was split in
  /// advance.
  private func chunkWindow(of request: OutgoingRequest, _ window: Range<Instant>) -> Range<Instant> {
    let series = RecordedResponse.comparable(request.series)
    return responses.values.compactMap(\.first).filter { RecordedResponse.comparable($0.series) == series }
      .map { $0.window.start..<$0.window.end }
      .filter { $0.lowerBound <= window.lowerBound && $0.upperBound >= window.upperBound }
      .max { $0.upperBound - $0.lowerBound < $1.upperBound - $1.lowerBound } ?? window
  }

  private func body(of response: RecordedResponse, to request: OutgoingRequest) -> ResponseBody {
    let redactor = request.redactor
    let path = directory.appending(response.body)
    let chunk = ChunkID(chunkWindow(of: request, response.window.start..<response.window.end))
    let damage = TransportError(
      .notRecorded, "\(path) is damaged",
      advice: "record the chunk again: `run --record \(directory) --refresh all --chunk \(chunk)`")
    return ResponseBody { [files] in
      var file: (any ReadableFile)?
      var position = 0
      var bytes = 0
      let blocks = ResponseBody.decompressing(damage: damage) {
        let open = try file ?? files.open(path)
        file = open
        let packed = try open.read(at: position, count: 64 * 1_024)
        position += packed.count
        return packed.isEmpty ? nil : packed
      }
      return {
        if let block = try await blocks() {
          bytes += block.count
          return block
        }
        guard bytes == response.bytes else { throw damage }
        if let failure = response.failure {
          throw TransportError(
            TransportError.Kind(rawValue: failure.kind) ?? .cut,
            SanitizedText(failure.reason, redactor: redactor).text)
        }
        return nil
      }
    }
  }
}
