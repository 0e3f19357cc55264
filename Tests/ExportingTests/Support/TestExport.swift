import ConfigurationFiles
import Exporting
import Fetching
import Foundation
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
  var clock = ManualWallClock(Instant("2026-11-21T00:00:00Z")!)
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
        environment: ConfigurationEnvironment(variables: ["TOKEN": token]) { [catalog] _ in catalog })
    }
  }

  private var services: ExportServices {
    ExportServices(
      files: files, clock: clock, transport: transport ?? api, leases: nil, noWait: false, randomness: { 0.5 },
      processID: 42)
  }

  @discardableResult
  func preview(rows: Int = 10) async throws -> ExportPreview {
    try await ExportPreview(ExportJob(file: file), rows: rows, options: options, services: services) { _ in }
  }

  func plan() throws -> ExportPlan {
    try ExportPlan(ExportJob(file: file), options: options, files: files, now: clock.now)
  }

  @discardableResult
  func run() async throws -> ExportSummary {
    try await runToItsEnd().result.get()
  }

  func runToItsEnd() async throws -> RunResult {
    try await Export(ExportJob(file: file), options: options, services: services) { [events] in
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
