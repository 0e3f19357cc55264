package import ConfigurationFiles
package import Planning
import Records
package import Storage
import Synchronization
package import SystemPackage

/// Records every response of another transport as it streams; logins are not recorded.
///
/// A response counts as recorded once its head is written, which happens last: remains of a crash or of a reader
/// that stopped are ignored. A new recording of a request replaces an older one in the same directory. Disk errors are
/// thrown by the body.
package final class RecordingTransport: Transport {
  private let inner: any Transport
  private let directory: FilePath
  private let files: any FileStore
  /// The number of responses started for each request.
  private let counts = Mutex<[String: Int]>([:])

  package init(_ inner: any Transport, directory: FilePath, files: any FileStore) {
    self.inner = inner
    self.directory = directory
    self.files = files
  }

  package var isReplay: Bool { inner.isReplay }

  package func recordedWindows(within window: Window, of request: OutgoingRequest) -> [Window]? {
    inner.recordedWindows(within: window, of: request)
  }

  package func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    var response = try await inner.send(request, timeouts: timeouts)
    guard let window = request.window else { return response }
    let stem = RecordedResponse.stem(request, window: window)
    let number = counts.withLock { counts in
      counts[stem, default: 0] += 1
      return counts[stem, default: 0]
    }
    let name = "\(stem).\(number)"
    let head = RecordedResponse(
      method: request.method, url: request.maskedURL, series: request.series,
      window: .init(start: window.span.lowerBound, end: window.span.upperBound),
      requestedAt: request.sentAt ?? window.span.upperBound, status: response.status,
      headers: kept(response.headers, redactor: request.redactor), body: name + RecordedResponse.bodySuffix, bytes: 0)
    response.body = recorded(
      response.body, head: head, name: name, stem: stem, isFirst: number == 1, redactor: request.redactor)
    return response
  }

  private func kept(_ headers: ResponseHeaders, redactor: SecretRedactor) -> [String: String] {
    var kept: [String: String] = [:]
    for name in RecordedResponse.keptHeaders {
      kept[name] = headers[name].map { SanitizedText($0, redactor: redactor).text }
    }
    return kept
  }

  private func recorded(
    _ body: ResponseBody, head: RecordedResponse, name: String, stem: String, isFirst: Bool, redactor: SecretRedactor
  ) -> ResponseBody {
    // An unsuccessful response is not read beyond this limit.
    let limit = (200..<300).contains(head.status) ? Int.max : ReportClient.errorBodyLimit
    return ResponseBody { [directory, files] in
      var blocks = body.makeAsyncIterator()
      var file: RecordedResponseFile?
      var isOpen = true
      return {
        if isOpen, file == nil {
          try files.makeDirectories(directory, mode: .ownerOnly)
          if isFirst { try Self.removeOlder(stem, in: directory, files: files) }
          file = try RecordedResponseFile(head, name: name, directory: directory, files: files, redactor: redactor)
        }
        do {
          let block = try await blocks.next()
          guard isOpen, let file else { return block }
          try file.append(block ?? [])
          if block == nil || file.bytes >= limit {
            try file.finish(failure: nil, isCut: block != nil)
            isOpen = false
          }
          return block
        } catch let error as TransportError {
          if isOpen { try file?.finish(failure: error) }
          isOpen = false
          throw error
        }
      }
    }
  }

  private static func removeOlder(_ stem: String, in directory: FilePath, files: any FileStore) throws(StorageError) {
    // With the first page go all others, which need not be as many again.
    let names = try files.list(directory).filter {
      $0.hasPrefix("\(stem).") || $0.hasPrefix("\(stem)\(RecordedResponse.pageInfix)")
    }
    // Heads are removed first, so that a crash leaves no head without its body.
    for name in names where name.hasSuffix(RecordedResponse.headSuffix) { try files.remove(directory.appending(name)) }
    for name in names where !name.hasSuffix(RecordedResponse.headSuffix) { try files.remove(directory.appending(name)) }
  }
}
