import ConfigurationFiles
import Planning
import Records
import Testing

struct ChunkGridTests {
  @Test(arguments: [
    ("America/Sao_Paulo", "2018-11-03", ["24:00", "23:00", "24:00"]),
    ("America/Sao_Paulo", "2019-02-16", ["25:00", "24:00", "24:00"]),
    ("America/Santiago", "2026-04-04", ["25:00", "24:00", "24:00"]),
    ("America/Santiago", "2026-09-05", ["24:00", "23:00", "24:00"]),
    ("Europe/Madrid", "2026-03-28", ["24:00", "23:00", "24:00"]),
    ("Europe/Madrid", "2026-10-24", ["24:00", "25:00", "24:00"]),
    ("America/Havana", "2026-10-31", ["24:00", "25:00", "24:00"]),
    ("Asia/Kathmandu", "2026-01-01", ["24:00", "24:00", "24:00"]),
    ("Asia/Kathmandu", "1985-12-31", ["24:00", "23:45", "24:00"]),
    ("Pacific/Apia", "2011-12-29", ["24:00", "24:00", "24:00"]),
  ])
  func `a day has 23 or 25 hours when the clocks change`(zone: String, from: String, lengths: [String]) throws {
    let day = try #require(CalendarDay(from))
    var pipeline = TestPipeline()
    pipeline.zone = zone
    for format in [WindowFormat.localSeconds, .instants] {
      pipeline.window = format
      let chunks = try pipeline.plan(from: .day(day), to: .day(day.advanced(byDays: 4)), now: "2027-01-01T00:00:00Z")
        .chunks.prefix(3)
      #expect(chunks.map { clock($0.chunk.span.upperBound - $0.chunk.span.lowerBound) } == lengths)
    }
  }

  @Test func `a skipped day has no chunk`() throws {
    var pipeline = TestPipeline()
    pipeline.zone = "Pacific/Apia"
    let plan = try pipeline.plan(from: bound("2011-12-28"), to: bound("2012-01-02"))
    let days = plan.chunks.map(\.chunk.date.description)
    #expect(days == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"])
  }

  @Test(arguments: [
    // A source with local times: no boundary at a time that occurs twice or not at all.
    (true, "2026-10-25", ["00:00", "01:00", "03:00", "04:00"], ["1:00", "3:00", "1:00", "1:00"]),
    (true, "2026-03-29", ["00:00", "01:00", "03:00", "04:00"], ["1:00", "1:00", "1:00", "1:00"]),
    // Instants: a repeated hour has two chunks, a skipped one none.
    (false, "2026-10-25", ["00:00", "01:00", "02:00", "02:00", "03:00"], ["1:00", "1:00", "1:00", "1:00", "1:00"]),
    (false, "2026-03-29", ["00:00", "01:00", "03:00", "04:00"], ["1:00", "1:00", "1:00", "1:00"]),
  ])
  func `hour chunks follow clock changes`(isLocal: Bool, day: String, starts: [String], lengths: [String]) throws {
    var pipeline = TestPipeline()
    pipeline.zone = "Europe/Madrid"
    pipeline.chunk = ChunkLength(count: 1, unit: .hour)
    pipeline.window = isLocal ? .localSeconds : .instants
    let start = try #require(CalendarDay(day))
    let plan = try pipeline.plan(from: .day(start), to: .day(start.advanced(byDays: 1)))
    let chunks = plan.chunks.prefix(starts.count).map(\.chunk.span)
    #expect(chunks.map { String("\(plan.zone.civilTime(at: $0.lowerBound))".dropFirst(11).prefix(5)) } == starts)
    #expect(chunks.map { clock($0.upperBound - $0.lowerBound) } == lengths)
    #expect(plan.chunks.last?.chunk.span.upperBound == plan.zone.start(of: start.advanced(byDays: 1)))
  }

  @Test func `half-hour chunks follow clock changes of half an hour`() throws {
    var pipeline = TestPipeline()
    pipeline.zone = "Australia/Lord_Howe"
    pipeline.chunk = ChunkLength(count: 15, unit: .minute)
    pipeline.window = .instants
    let plan = try pipeline.plan(from: bound("2026-04-05"), to: bound("2026-04-06"))
    #expect(plan.chunks.count == 98)
    #expect(plan.chunks.allSatisfy { $0.chunk.span.upperBound - $0.chunk.span.lowerBound == .seconds(900) })
    pipeline.window = .localSeconds
    let local = try pipeline.plan(from: bound("2026-04-05"), to: bound("2026-04-06"))
    #expect(local.zone.local(local.chunks[5].chunk.span) == "2026-04-05T01:15:00/2026-04-05T02:00:00")
  }

  @Test func `months and weeks follow the calendar`() throws {
    var pipeline = TestPipeline()
    pipeline.chunk = ChunkLength(count: 1, unit: .month)
    let months = try pipeline.plan(from: bound("2027-12-01"), to: bound("2028-05-01"), now: "2029-01-01T00:00:00Z")
    #expect(months.chunks.map { days($0.chunk.span) } == [31, 31, 29, 31, 30])
    pipeline.chunk = ChunkLength(count: 1, unit: .week)
    let weeks = try pipeline.plan(from: bound("2026-10-05"), to: bound("2026-10-19"))
    #expect(weeks.chunks.map(\.chunk.date.description) == ["2026-10-05", "2026-10-12"])
    #expect(weeks.notes.isEmpty)
    pipeline.chunk = ChunkLength(count: 1, unit: .day)
    let leap = try pipeline.plan(from: bound("2028-02-28"), to: bound("2028-03-02"), now: "2029-01-01T00:00:00Z")
    #expect(leap.chunks.map(\.chunk.date.description) == ["2028-02-28", "2028-02-29", "2028-03-01"])
  }

  @Test(arguments: [
    (ChunkLength(count: 2, unit: .day), ["2026-10-02", "2026-10-04", "2026-10-06"]),
    (ChunkLength(count: 2, unit: .week), ["2026-09-28", "2026-10-12"]),
    (ChunkLength(count: 3, unit: .month), ["2026-10-01"]),
    (ChunkLength(count: 12, unit: .month), ["2026-01-01"]),
  ])
  func `multiples of a unit count from a fixed date`(length: ChunkLength, dates: [String]) throws {
    var pipeline = TestPipeline()
    pipeline.chunk = length
    let plan = try pipeline.plan(from: bound("2026-10-02"), to: bound("2026-10-14"), now: "2027-06-01T00:00:00Z")
    #expect(plan.chunks.map(\.chunk.date.description).prefix(3) == dates[...])
  }

  @Test(arguments: [
    (
      ChunkLength(count: 7, unit: .hour),
      "`chunk`: 7 hours does not divide a day; use 6 or 8 hours"
    ),
    (
      ChunkLength(count: 48, unit: .hour),
      "`chunk`: 48 hours does not divide a day; use 2 days"
    ),
    (
      ChunkLength(count: 50, unit: .minute),
      "`chunk`: 50 minutes does not divide a day; use 48 or 60 minutes"
    ),
    (ChunkLength(count: 0, unit: .day), "`chunk`: invalid size 0 days; use 1 to 1440"),
  ])
  func `a length without a stable grid is rejected`(length: ChunkLength, message: String) {
    var pipeline = TestPipeline()
    pipeline.chunk = length
    #expect(planError { try pipeline.plan() } == message)
  }

  private func clock(_ duration: Duration) -> String {
    let minutes = duration.components.seconds / 60
    return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
  }

  private func days(_ span: Range<Instant>) -> Int {
    Int((span.upperBound - span.lowerBound).components.seconds / 86_400)
  }
}

/// The message of the error that `body` throws, or nil.
func planError(_ body: () throws -> Plan) -> String? {
  do {
    _ = try body()
    return nil
  } catch {
    return "\(error)"
  }
}
