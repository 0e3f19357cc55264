import ConfigurationFiles
import Planning
import Records
import TestSupport

/// Fuzzes pipeline files: any text is read, or rejected with errors positioned within it, and accepted ones can be
/// planned.
enum PipelineFuzzer {
  /// Small, because it is read again with every pipeline.
  private static let catalog = CatalogLibrary(files: [
    (
      "acme",
      """
      system: acme
      base_url: https://{region}.acme.example
      parameters: { region: { help: any, default: eu, example: eu } }
      secrets: { token: { help: any } }
      auth: { header: X-Token, value: "{token}" }
      window: { format: yyyyMMddHHmmss, zone: range, end: inclusive, resolution: 1 s }
      limits: { records: 10, window: 31 days }
      envelope: { records: data, message: msg }
      reports:
        calls:
          title: Calls
          grain: event
          time: at
          request: { method: GET, path: /calls, query: { from: "{window.start}", to: "{window.end}" } }
          fields: { id: { type: integer }, at: { type: timestamp }, pending: { from: /pending, type: integer } }
        counts:
          title: Counts
          grain: window
          window: { format: epoch_milliseconds, zone: utc, end: exclusive, resolution: 1 h }
          request: { method: GET, path: /counts, query: { from: "{window.start}", to: "{window.end}" } }
          fields: { channel: { type: string }, count: { type: integer } }
      """
    )
  ])

  @Sendable static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    var random = SplitMix64(of: bytes)
    let override = Bool.random(using: &random) ? "http://127.0.0.1:8080" : nil
    read(text, catalog: catalog, override: override)
  }

  /// Reads and plans a pipeline; `text` contains the positions of errors.
  static func read(_ text: String, catalog: CatalogLibrary, override: String?) {
    let environment = ConfigurationEnvironment(variables: ["TOKEN": "a-secret-of-the-fuzzer", "EMPTY": ""]) { _ in
      throw Unreadable()
    }
    do throws(Diagnostics) {
      let file = try PipelineFile(
        yaml: text, path: "fuzzed.yaml", catalog: catalog, environment: environment, baseURLOverride: override)
      check(file.warnings, in: text)
      check(file.missingSecretDiagnostics(severity: .warning), in: text)
      plan(file)
    } catch {
      expect(!error.list.isEmpty, "a refused file has a fault")
      check(error.list, in: text)
    }
  }

  /// Checks that every error is at a character of the text, or after the last one of its line.
  static func check(_ errors: [Diagnostic], in text: String) {
    guard !errors.isEmpty else { return }
    let lines = text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isLineBreak)
    for error in errors {
      expect((1...lines.count + 1).contains(error.line), "\(error) is below the \(lines.count) lines")
      expect(error.column >= 1, "\(error) has no column")
      expect(!error.message.isEmpty, "\(error) says nothing")
    }
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
  }

  private static func plan(_ file: PipelineFile) {
    guard let plan = try? Plan(file, now: Instant(seconds: 1_795_219_200)) else { return }
    let renderer = WindowRenderer(format: file.source.report.window, zone: plan.zone)
    let cutter = WindowCutter(format: file.source.report.window, zone: plan.zone, grain: file.source.report.grain)
    expect(!plan.chunks.isEmpty, "a range has a chunk")
    for (chunk, next) in zip(plan.chunks, plan.chunks.dropFirst()) {
      expect(chunk.chunk.span.upperBound == next.chunk.span.lowerBound, "chunks follow one another")
      expect(chunk.chunk.id < next.chunk.id, "their ids sort by time")
    }
    for chunk in plan.chunks.prefix(50) {
      expect(chunk.windows.first?.span.lowerBound == chunk.chunk.span.lowerBound, "windows begin with their chunk")
      expect(chunk.windows.last?.span.upperBound == chunk.chunk.span.upperBound, "windows end with their chunk")
      for window in chunk.windows.prefix(20) {
        expect(!window.span.isEmpty, "a window holds time")
        _ = renderer.start(of: window) + renderer.end(of: window)
        if let (first, second) = cutter.halves(of: window) {
          expect(first.span.lowerBound == window.span.lowerBound, "halves begin with the whole")
          expect(first.span.upperBound == second.span.lowerBound, "halves meet")
          expect(second.span.upperBound == window.span.upperBound, "halves end with the whole")
          expect(!first.span.isEmpty && !second.span.isEmpty, "halves hold time")
        }
      }
    }
  }

  private struct Unreadable: Error {}
}
