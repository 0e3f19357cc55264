import ConfigurationFiles
import Planning
import Records
import Testing

struct WindowTests {
  @Test(arguments: [
    (WindowFormat.localSeconds, "America/Bogota", "2026-10-01", "20261001000000", "20261001235959"),
    (.localMinutes, "America/Bogota", "2026-10-01", "2026-10-01 00:00", "2026-10-02 00:00"),
    (.localDays, "America/Bogota", "2026-10-01", "2026-10-01", "2026-10-01"),
    (.instants, "America/Bogota", "2026-10-01", "2026-10-01T05:00:00.000Z", "2026-10-02T04:59:59.999Z"),
    (.instants, "Asia/Kathmandu", "2026-10-01", "2026-09-30T18:15:00.000Z", "2026-10-01T18:14:59.999Z"),
    // The hour before midnight occurs twice; both are requested.
    (.localSeconds, "America/Sao_Paulo", "2019-02-16", "20190216000000", "20190216235959"),
    (.localSeconds, "America/Sao_Paulo", "2019-02-17", "20190217000000", "20190217235959"),
    // Midnight does not exist: the day before ends as ever, the day begins at one.
    (.localSeconds, "America/Sao_Paulo", "2018-11-03", "20181103000000", "20181103235959"),
    (.localSeconds, "America/Sao_Paulo", "2018-11-04", "20181104010000", "20181104235959"),
    (.localDays, "America/Santiago", "2026-09-05", "2026-09-05", "2026-09-05"),
    (.localDays, "America/Santiago", "2026-09-06", "2026-09-06", "2026-09-06"),
    // Midnight happens twice: the day begins with the first.
    (.localSeconds, "America/Havana", "2026-10-31", "20261031000000", "20261031235959"),
    (.localSeconds, "America/Havana", "2026-11-01", "20261101000000", "20261101235959"),
    (.localSeconds, "Europe/Madrid", "2026-10-25", "20261025000000", "20261025235959"),
    (.localSeconds, "Pacific/Apia", "2011-12-29", "20111229000000", "20111229235959"),
    (.localSeconds, "Pacific/Apia", "2011-12-31", "20111231000000", "20111231235959"),
    (.localDays, "Pacific/Apia", "2011-12-31", "2011-12-31", "2011-12-31"),
  ])
  func `a day is written in each API's format`(
    format: WindowFormat, zone: String, day: String, start: String, end: String
  ) throws {
    var pipeline = TestPipeline()
    pipeline.zone = zone
    pipeline.window = format
    let day = try #require(CalendarDay(day))
    let plan = try pipeline.plan(from: .day(day), to: .day(day.advanced(byDays: 1)))
    let renderer = WindowRenderer(format: format, zone: plan.zone)
    let window = try #require(plan.chunks.first?.windows.first)
    #expect(renderer.start(of: window) == start)
    #expect(renderer.end(of: window) == end)
  }

  @Test func `a window is halved in its middle, on the API's resolution`() throws {
    let cutter = WindowCutter(format: .localSeconds, zone: rules("America/Bogota"), grain: .event)
    let day = window("2026-10-01T05:00:00Z", "2026-10-02T05:00:00Z")
    let halves = try #require(cutter.halves(of: day))
    #expect(halves.0 == window("2026-10-01T05:00:00Z", "2026-10-01T17:00:00Z"))
    #expect(halves.1 == window("2026-10-01T17:00:00Z", "2026-10-02T05:00:00Z"))
    let three = try #require(cutter.halves(of: window("2026-10-01T05:00:00Z", "2026-10-01T05:00:03Z")))
    #expect(three.0 == window("2026-10-01T05:00:00Z", "2026-10-01T05:00:01Z"))
  }

  @Test func `one unit cannot be split`() {
    let zone = rules("America/Bogota")
    let second = window("2026-10-01T05:00:00Z", "2026-10-01T05:00:01Z")
    #expect(WindowCutter(format: .localSeconds, zone: zone, grain: .event).halves(of: second) == nil)
    #expect(WindowCutter(format: .instants, zone: zone, grain: .event).halves(of: second) != nil)
    let day = window("2026-10-01T05:00:00Z", "2026-10-02T05:00:00Z")
    #expect(WindowCutter(format: .localDays, zone: zone, grain: .event).halves(of: day) == nil)
  }

  @Test(arguments: [Grain.window, .request])
  func `a window with aggregated rows is never split`(grain: Grain) {
    let cutter = WindowCutter(format: .localSeconds, zone: rules("America/Bogota"), grain: grain)
    let day = window("2026-10-01T05:00:00Z", "2026-10-02T05:00:00Z")
    #expect(cutter.halves(of: day) == nil)
    #expect(cutter.pieces(of: day, count: 4) == [day])
  }

  @Test func `a repeated hour is not split for a source with local times`() throws {
    let zone = rules("Europe/Madrid")
    let local = WindowCutter(format: .localSeconds, zone: zone, grain: .event)
    // 02:00 to 03:00 happens twice, from 00:00Z to 02:00Z.
    let repeated = window("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z")
    #expect(local.halves(of: repeated) == nil)
    let around = window("2026-10-24T23:59:58Z", "2026-10-25T02:00:01Z")
    let halves = try #require(local.halves(of: around))
    #expect(halves.0 == window("2026-10-24T23:59:58Z", "2026-10-24T23:59:59Z"))
    #expect(
      local.pieces(of: around, count: 9).map(\.span.lowerBound.description) == [
        "2026-10-24T23:59:58Z", "2026-10-24T23:59:59Z", "2026-10-25T02:00:00Z",
      ])
    let universal = WindowCutter(format: .instants, zone: zone, grain: .event)
    #expect(universal.halves(of: repeated)?.0 == window("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"))
  }

  @Test func `a long event chunk is split in advance, into days of the API's clock`() throws {
    var pipeline = TestPipeline()
    pipeline.zone = "Europe/Madrid"
    pipeline.longest = .seconds(31 * 86_400)
    pipeline.chunk = ChunkLength(count: 3, unit: .month)
    let plan = try pipeline.plan(from: bound("2026-10-01"), to: bound("2027-01-01"), now: "2027-02-01T00:00:00Z")
    #expect(
      plan.chunks[0].windows.map { plan.zone.local($0.span) } == [
        "2026-10-01T00:00:00/2026-11-01T00:00:00", "2026-11-01T00:00:00/2026-12-02T00:00:00",
        "2026-12-02T00:00:00/2027-01-01T00:00:00",
      ])
    // By instants October has an hour more than 31 days.
    pipeline.window = .instants
    pipeline.chunk = ChunkLength(count: 1, unit: .month)
    let instants = try pipeline.plan(from: bound("2026-10-01"), to: bound("2026-11-01"))
    #expect(instants.chunks[0].windows.count == 2)
  }

  @Test func `a chunk with aggregated rows cannot be longer than a window`() throws {
    var pipeline = TestPipeline()
    pipeline.grain = .window
    pipeline.longest = .seconds(31 * 86_400)
    pipeline.zone = "Europe/Madrid"
    pipeline.chunk = ChunkLength(count: 1, unit: .month)
    #expect(planError { try pipeline.plan() } == nil)
    pipeline.chunk = ChunkLength(count: 2, unit: .month)
    #expect(
      planError { try pipeline.plan() }
        == "a chunk of 2 months (2026-09-01 to 2026-10-31) is longer than 31 days, the limit of acme/calls, and "
        + "cannot be split because its rows aggregate the chunk; use a shorter chunk")
  }

  @Test func `a boundary that the API cannot represent is rejected`() {
    var pipeline = TestPipeline()
    pipeline.window = .universalDays
    #expect(
      planError { try pipeline.plan() }
        == "acme/calls has a time resolution of 1 day and cannot request a chunk that begins or ends at "
        + "2026-10-01T05:00:00Z; use a longer chunk")
    pipeline.window = .localDays
    pipeline.chunk = ChunkLength(count: 6, unit: .hour)
    #expect(planError { try pipeline.plan() }?.contains("2026-10-01T11:00:00Z") == true)
    pipeline.chunk = ChunkLength(count: 1, unit: .day)
    pipeline.longest = .seconds(3_600)
    #expect(
      planError { try pipeline.plan() }
        == "acme/calls allows windows of 1 hour, but 2026-10-01 cannot be split to that length; check limits.window"
    )
  }
}
