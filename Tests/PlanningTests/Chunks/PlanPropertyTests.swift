import ConfigurationFiles
import Planning
import Records
import TestSupport
import Testing

/// Random ranges, chunk lengths and formats over zones with every kind of change.
struct PlanPropertyTests {
  static let zones = [
    "America/Bogota", "America/Sao_Paulo", "America/Santiago", "America/Havana", "America/St_Johns", "Europe/Madrid",
    "Africa/Casablanca", "Asia/Kathmandu", "Asia/Gaza", "Australia/Lord_Howe", "Atlantic/Azores", "Pacific/Apia", "UTC",
  ]

  @Test(arguments: zones)
  func `chunks tile the range and windows tile the chunk`(name: String) throws {
    var generator = SplitMix64(seed: 1)
    let zone = rules(name)
    for _ in 0..<30 {
      var pipeline = TestPipeline.random(zone: name, using: &generator)
      pipeline.longest =
        Bool.random(using: &generator) ? .seconds(Int64.random(in: 1...40, using: &generator) * 7_200) : nil
      let span = randomSpan(of: pipeline.chunk, around: zone, using: &generator)
      let plan = try pipeline.plan(
        from: .instant(span.lowerBound), to: .instant(span.upperBound), now: "2099-01-01T00:00:00Z")
      let chunks = plan.chunks.map(\.chunk.span)
      let first = try #require(chunks.first)
      let last = try #require(chunks.last)
      #expect(first.lowerBound <= span.lowerBound && span.lowerBound < first.upperBound)
      #expect(last.lowerBound < span.upperBound && span.upperBound <= last.upperBound)
      expectTiles(chunks, first.lowerBound..<last.upperBound)
      for chunk in plan.chunks { expectTiles(chunk.windows.map(\.span), chunk.chunk.span) }
      #expect(plan.chunks.map(\.chunk.id) == plan.chunks.map(\.chunk.id).sorted())
      #expect(Set(plan.chunks.map(\.chunk.partition)).count == plan.chunks.count)
    }
  }

  @Test(arguments: zones)
  func `overlapping ranges share their chunks`(name: String) throws {
    var generator = SplitMix64(seed: 2)
    let zone = rules(name)
    for _ in 0..<30 {
      let pipeline = TestPipeline.random(zone: name, using: &generator)
      let wide = randomSpan(of: pipeline.chunk, around: zone, using: &generator)
      let third = (wide.upperBound.microseconds - wide.lowerBound.microseconds) / 3
      let narrow =
        Instant(
          microseconds: wide.lowerBound.microseconds + third)..<Instant(
          microseconds: wide.upperBound.microseconds - third)
      let now = "2099-01-01T00:00:00Z"
      let all = try pipeline.plan(from: .instant(wide.lowerBound), to: .instant(wide.upperBound), now: now)
      let some = try pipeline.plan(from: .instant(narrow.lowerBound), to: .instant(narrow.upperBound), now: now)
      let overlapping = all.chunks.filter { $0.chunk.span.overlaps(narrow) }
      #expect(some.chunks == overlapping)
    }
  }

  @Test(arguments: zones)
  func `adjacent requests touch, and no boundary within a day is a repeated time`(name: String) throws {
    var generator = SplitMix64(seed: 3)
    let zone = rules(name)
    for _ in 0..<20 {
      var pipeline = TestPipeline.random(zone: name, using: &generator)
      pipeline.window = .localSeconds
      let span = randomSpan(of: pipeline.chunk, around: zone, using: &generator)
      let plan = try pipeline.plan(
        from: .instant(span.lowerBound), to: .instant(span.upperBound), now: "2099-01-01T00:00:00Z")
      let renderer = WindowRenderer(format: pipeline.window, zone: zone)
      let cutter = WindowCutter(format: pipeline.window, zone: zone, grain: .event)
      let windows = plan.chunks.flatMap {
        cutter.pieces(of: $0.windows[0], count: Int.random(in: 1...5, using: &generator))
      }
      for (window, next) in zip(windows, windows.dropFirst()) {
        let end = try #require(pipeline.window.pattern.parsed(renderer.end(of: window)))
        let start = try #require(pipeline.window.pattern.parsed(renderer.start(of: next)))
        let boundary = zone.civilTime(at: window.span.upperBound)
        let following = CivilTime(microseconds: end.microseconds + 1_000_000)
        // No local time of the zone is between the two.
        #expect(following == start || zone.meaning(of: following) == .never(resumes: window.span.upperBound))
        #expect(start == boundary)
        if zone.start(of: boundary.day) != window.span.upperBound {
          #expect(zone.meaning(of: boundary) == .once(window.span.upperBound))
        }
      }
    }
  }

  @Test(arguments: zones)
  func `halves and pieces tile the window down to one unit`(name: String) throws {
    var generator = SplitMix64(seed: 4)
    let zone = rules(name)
    for format in [WindowFormat.localSeconds, .localMinutes, .instants] {
      let cutter = WindowCutter(format: format, zone: zone, grain: .event)
      for _ in 0..<15 {
        let chunk = ChunkLength(count: 1, unit: .hour)
        var pipeline = TestPipeline()
        pipeline.zone = name
        pipeline.chunk = chunk
        pipeline.window = format
        let span = randomSpan(of: chunk, around: zone, using: &generator)
        let plan = try pipeline.plan(
          from: .instant(span.lowerBound), to: .instant(span.upperBound), now: "2099-01-01T00:00:00Z")
        var window = try #require(plan.chunks.randomElement(using: &generator)?.windows.first)
        let pieces = cutter.pieces(of: window, count: Int.random(in: 2...50, using: &generator))
        expectTiles(pieces.map(\.span), window.span)
        var steps = 0
        while let (left, right) = cutter.halves(of: window) {
          expectTiles([left.span, right.span], window.span)
          window = Bool.random(using: &generator) ? left : right
          steps += 1
        }
        #expect(steps < 40)
        let length = window.span.upperBound - window.span.lowerBound
        let clock = format.usesRangeZone ? zone : .utc
        // What is left is one unit, or an hour that happens twice.
        #expect(
          length <= format.resolution
            || clock.offset(at: window.span.lowerBound) > clock.offset(at: window.span.upperBound))
      }
    }
  }
}

private func expectTiles(
  _ spans: [Range<Instant>], _ whole: Range<Instant>, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(spans.first?.lowerBound == whole.lowerBound, sourceLocation: sourceLocation)
  #expect(spans.last?.upperBound == whole.upperBound, sourceLocation: sourceLocation)
  #expect(spans.allSatisfy { $0.lowerBound < $0.upperBound }, sourceLocation: sourceLocation)
  let gaps = zip(spans, spans.dropFirst()).filter { $0.upperBound != $1.lowerBound }
  #expect(gaps.isEmpty, sourceLocation: sourceLocation)
}

/// A span of some chunks, half of the time around a change of the clocks.
private func randomSpan(
  of length: ChunkLength, around zone: TimeZoneTransitions, using generator: inout SplitMix64
) -> Range<Instant> {
  let seconds: Int64 =
    switch length.unit {
    case .minute: 60
    case .hour: 3_600
    case .day: 86_400
    case .week: 7 * 86_400
    case .month: 30 * 86_400
    }
  let reach = seconds * Int64(length.count) * Int64.random(in: 1...30, using: &generator)
  let recent = zone.transitions.filter { $0 > 0 && $0 < 3_000_000_000 }
  let middle =
    Bool.random(using: &generator)
    ? recent.randomElement(using: &generator) ?? 0 : Int64.random(in: 0...3_000_000_000, using: &generator)
  let start = middle - Int64.random(in: 0..<reach, using: &generator)
  return Instant(seconds: start)..<Instant(seconds: start + reach)
}

extension TestPipeline {
  static func random(zone: String, using generator: inout SplitMix64) -> TestPipeline {
    var pipeline = TestPipeline()
    pipeline.zone = zone
    let lengths: [(Int, ChunkLength.Unit)] = [
      (1, .minute), (15, .minute), (90, .minute), (1, .hour), (2, .hour), (6, .hour), (24, .hour), (1, .day), (2, .day),
      (10, .day), (1, .week), (3, .week), (1, .month), (5, .month),
    ]
    let (count, unit) = lengths.randomElement(using: &generator) ?? (1, .day)
    pipeline.chunk = ChunkLength(count: count, unit: unit)
    pipeline.window = Bool.random(using: &generator) ? .localSeconds : .instants
    return pipeline
  }
}
