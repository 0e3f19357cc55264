import ConfigurationFiles
import Records

/// Splits chunks into the windows that their source accepts, and rejects chunks that it cannot request.
struct WindowPlanner {
  private let source: SourceDeclaration
  private let zone: TimeZoneTransitions
  private let length: ChunkLength
  private let clock: WindowClock
  private let cutter: WindowCutter
  private var count = 0

  init(source: SourceDeclaration, zone: TimeZoneTransitions, length: ChunkLength) {
    self.source = source
    self.zone = zone
    self.length = length
    self.clock = WindowClock(format: source.report.window, zone: zone)
    self.cutter = WindowCutter(format: source.report.window, zone: zone, grain: source.report.grain)
  }

  mutating func windows(of span: Range<Instant>) throws(PlanError) -> [Window] {
    for boundary in [span.lowerBound, span.upperBound] where !clock.canDistinguish(boundary) {
      throw .indistinguishable(
        report: source.reportName, boundary: boundary, resolution: source.report.window.resolution)
    }
    let windows = try parts(of: Window(span: span))
    count += windows.count
    guard count <= PlanError.maxChunks else { throw .tooManyWindows(PlanError.maxChunks) }
    return windows
  }

  private func parts(of window: Window) throws(PlanError) -> [Window] {
    guard let limit = source.limits.window, clock.length(of: window.span) > limit else { return [window] }
    let words = zone.words(for: window.span)
    guard source.report.grain == .event else {
      throw .chunkTooLong(report: source.reportName, chunk: length, span: words, limit: limit)
    }
    guard let parts = cutter.windows(of: window, noLongerThan: limit) else {
      throw .uncuttable(report: source.reportName, span: words, limit: limit)
    }
    return parts
  }
}
