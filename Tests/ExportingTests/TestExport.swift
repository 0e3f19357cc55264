import Declarations
import Exporting
import Fetching
import Foundation
import Planning
import Records
import Storage
import Synchronization
import SystemPackage
import TestSupport

/// An in-memory export: a test vendor responds, the clock is manual, the disk is a value.
struct TestExport {
  static let catalog = """
    system: acme
    title: A test vendor
    base_url: https://api.acme.example
    secrets: { token: { help: any } }
    auth: { header: X-Token, value: "{token}" }
    window: { format: yyyyMMddHHmmss, zone: range, end: inclusive, resolution: 1 s }
    limits: { records: 10 }
    envelope: { records: data, success: { at: code, any_of: ["200"] }, message: msg, declared: { at: msg, pattern: '^(\\d+) records', sample: "{count} records" } }
    verdicts:
      - { status: 404, message: nothing, verdict: empty }
      - { status: 403, message: quota, verdict: quota }
    reports:
      calls:
        title: Calls
        grain: event
        time: at
        request: { method: GET, path: /calls, query: { from: "{window.start}", to: "{window.end}" } }
        fields:
          id: { type: integer }
          at: { type: timestamp }
          note: { type: string }
          pending: { from: /pending, type: integer }
      counts:
        title: Counts
        grain: window
        request: { method: GET, path: /counts, query: { from: "{window.start}", to: "{window.end}" } }
        fields:
          channel: { from: [channel, chanel], type: string }
          count: { type: integer }
      mail:
        title: Requests a report by e-mail
        grain: request
        request: { method: GET, path: /mail, query: { from: "{window.start}", to: "{window.end}" } }
        fields:
          window_start: { from: $window.start }
          status: { from: $response.status }
          requested_at: { from: $request.time }
    """

  static func pipeline(
    report: String = "calls", days: Int = 3, fields: String = "{ id: id, at: at, note: note }", rules: String = "{}",
    sink: String = "", range: String = "", source: String = ""
  ) -> String {
    """
    version: 1
    name: test
    source: { report: acme/\(report), catalog: acme.yaml, token: "${TOKEN}"\(source) }
    range: { time_zone: America/Bogota, from: 2026-10-01, to: 2026-10-0\(1 + days)\(range) }
    fields: \(fields)
    rules: \(rules)
    sink: { path: out\(sink) }
    """
  }

  var yaml: String
  var catalog = TestExport.catalog
  var files: any FileStore
  var api: FakeAPI
  /// Replaces `api` if a test has its own.
  var transport: (any Transport)?
  var clock = ManualTimekeeper(Instant("2026-11-21T00:00:00Z")!)
  var options = ExportOptions()
  var token = "a-secret-token"
  let events = EventLog()

  init(_ yaml: String = TestExport.pipeline(), files: any FileStore = MemoryFileStore(), api: FakeAPI = FakeAPI()) {
    self.yaml = yaml
    self.files = files
    self.api = api
  }

  var file: PipelineFile {
    get throws {
      try PipelineFile(
        yaml: yaml, path: "test.yaml", catalog: CatalogLibrary(),
        surroundings: Surroundings(environment: ["TOKEN": token]) { [catalog] _ in catalog })
    }
  }

  @discardableResult
  func run() async throws -> ExportSummary {
    try await runToItsEnd().result.get()
  }

  func runToItsEnd() async throws -> RunEnding {
    let services = ExportServices(
      files: files, clock: clock, transport: transport ?? api, leases: nil, noWait: false, randomness: { 0.5 },
      processID: 42)
    return try await Export(ExportJob(file: file), options: options, services: services) { [events] in
      events.add($0)
    }.runToItsEnd()
  }

  /// Published files by their path within the sink, decompressed where they are gzip.
  func partitions() throws -> [String: String] {
    var found: [String: String] = [:]
    for path in try paths(below: FilePath("out")) where !path.string.contains("/_") {
      let bytes = try files.read(path, limit: 1 << 24)
      found[String(path.string.dropFirst("out/".count))] = try text(bytes, isGzip: path.string.hasSuffix(".gz"))
    }
    return found
  }

  func bytes(_ path: String) throws -> [UInt8] {
    try files.read(FilePath("out").appending(path), limit: 1 << 24)
  }

  /// A gzip file within the sink, decompressed.
  func text(_ path: String) throws -> String {
    try text(bytes(path), isGzip: path.hasSuffix(".gz"))
  }

  private func paths(below folder: FilePath) throws -> [FilePath] {
    try files.list(folder).flatMap { name -> [FilePath] in
      let path = folder.appending(name)
      return try files.status(path)?.kind == .directory ? paths(below: path) : [path]
    }
  }

  private func text(_ bytes: [UInt8], isGzip: Bool) throws -> String {
    String(decoding: isGzip ? try gunzipped(bytes) : bytes, as: UTF8.self)
  }
}

/// An in-memory vendor: rows by local second, within the requested window.
final class FakeAPI: Transport {
  struct Row: Hashable, Sendable {
    var at: String
    var json: String
  }

  private struct State {
    var rows: [Row] = []
    var requests: [String] = []
    var scripted: [(status: Int, body: String)] = []
    var handler: (@Sendable (OutgoingRequest) -> (status: Int, body: String)?)?
    var date: String?
  }

  private let state = Mutex(State())

  /// Two rows a day, on the first and the last second of it.
  init() {
    state.withLock { state in
      for day in 1...5 {
        for (index, time) in ["00:00:00", "23:59:59"].enumerated() {
          state.rows.append(FakeAPI.row(id: day * 10 + index, at: "2026-10-0\(day) \(time)"))
        }
      }
    }
  }

  init(rows: [Row]) {
    state.withLock { $0.rows = rows }
  }

  static func row(id: Int, at: String, note: String = "\"a,b\"") -> Row {
    Row(at: at, json: #"{"id":\#(id),"at":"\#(at)","note":\#(note)}"#)
  }

  var requests: [String] { state.withLock { $0.requests } }
  var rows: [Row] {
    get { state.withLock { $0.rows } }
    set { state.withLock { $0.rows = newValue } }
  }

  /// The `Date` header of every response; nil: none.
  var date: String? {
    get { state.withLock { $0.date } }
    set { state.withLock { $0.date = newValue } }
  }

  /// Sets the next responses, before the rows are used again.
  func answerNext(_ status: Int, _ body: String) {
    state.withLock { $0.scripted.append((status, body)) }
  }

  func answer(with handler: @escaping @Sendable (OutgoingRequest) -> (status: Int, body: String)?) {
    state.withLock { $0.handler = handler }
  }

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingAnswer {
    let (status, body) = state.withLock { state -> (Int, String) in
      state.requests.append(request.url)
      if !state.scripted.isEmpty { return state.scripted.removeFirst() }
      if let answer = state.handler?(request) { return answer }
      let query = request.url.split(separator: "?")[1].split(separator: "&").map { $0.split(separator: "=")[1] }
      let rows = state.rows.filter { row in
        let digits = row.at.filter(\.isNumber)
        return String(query[0]) <= digits && digits <= String(query[1])
      }
      if rows.isEmpty { return (404, #"{"code":"404","msg":"nothing there","data":[]}"#) }
      return (200, FakeAPI.envelope(rows.prefix(10).map(\.json)))
    }
    // Blocks of odd sizes, as a network has them.
    let bytes = Array(body.utf8)
    let blocks = stride(from: 0, to: bytes.count, by: 37).map { Array(bytes[$0..<min($0 + 37, bytes.count)]) }
    let headers = AnswerHeaders(date.map { [("Date", $0)] } ?? [])
    return IncomingAnswer(status: status, headers: headers, body: AnswerBody(blocks: blocks))
  }

  static func envelope(_ records: [String], declared: Int? = nil, code: String = "200") -> String {
    #"{"code":"\#(code)","msg":"\#(declared ?? records.count) records","data":[\#(records.joined(separator: ","))],"pending":7}"#
  }
}

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

/// Decompressed by a program that is not ours.
func gunzipped(_ bytes: [UInt8]) throws -> [UInt8] {
  let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-test-\(UUID().uuidString).gz")
  try Data(bytes).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["gzip", "-dc", file.path]
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw CocoaError(.fileReadCorruptFile) }
  return Array(data)
}

extension FileStore {
  /// The paths of all files below a folder.
  func paths(below folder: FilePath) -> [String] {
    let names = (try? list(folder)) ?? []
    return names.flatMap { name -> [String] in
      let path = folder.appending(name)
      return (try? status(path))??.kind == .directory ? paths(below: path) : [path.string]
    }
  }
}
