import ConfigurationFiles
import Planning
import Records
import Testing

struct PlanTests {
  @Test func `a month of days`() throws {
    let plan = try TestPipeline().plan()
    #expect(plan.chunks.count == 31)
    #expect(plan.notes.isEmpty)
    let first = plan.chunks[0].chunk
    #expect(first.id.text == "20261001T050000Z-20261002T050000Z")
    #expect(first.partition == "date=2026-10-01/20261001T050000Z-20261002T050000Z.csv.gz")
    #expect(first.date.description == "2026-10-01")
    #expect(plan.chunks.allSatisfy { !$0.isOpen && !$0.isSettling && $0.windows == [Window(span: $0.chunk.span)] })
  }

  /// It is Saturday, 2026-11-21, 02:00 in Bogota.
  @Test(arguments: [
    (RangeBound.daysAgo(3), RangeBound.daysAgo(0), "2026-11-18", "2026-11-20", 3),
    (.daysAgo(1), .daysAgo(0), "2026-11-20", "2026-11-20", 1),
    (.monthsAgo(1), .monthsAgo(0), "2026-10-01", "2026-10-31", 31),
    (.monthsAgo(11), .monthsAgo(10), "2025-12-01", "2025-12-31", 31),
    (.monthsAgo(0), .daysAgo(0), "2026-11-01", "2026-11-20", 20),
    (.daysAgo(2), .now, "2026-11-19", "2026-11-21", 3),
    (.instant(instant("2026-11-19T05:00:00Z")), .daysAgo(1), "2026-11-19", "2026-11-19", 1),
    (.local(CivilTime(day: CalendarDay(daysSinceEpoch: 20_776))), .now, "2026-11-19", "2026-11-21", 3),
  ])
  func `relative ends use the clock`(
    from: RangeBound, to: RangeBound, first: String, last: String, count: Int
  ) throws {
    let plan = try TestPipeline().plan(from: from, to: to, now: "2026-11-21T07:00:00Z")
    #expect(plan.chunks.first?.chunk.date.description == first)
    #expect(plan.chunks.last?.chunk.date.description == last)
    #expect(plan.chunks.count == count)
    #expect(plan.notes.isEmpty)
  }

  @Test func `today is today in the zone`() throws {
    // In UTC it is the 21st already.
    let plan = try TestPipeline().plan(from: .daysAgo(1), to: .daysAgo(0), now: "2026-11-21T03:00:00Z")
    #expect(plan.chunks.map(\.chunk.date.description) == ["2026-11-19"])
  }

  @Test func `recent chunks are open or settling`() throws {
    var pipeline = TestPipeline()
    pipeline.settle = .seconds(2 * 86_400)
    let plan = try pipeline.plan(from: .daysAgo(4), to: .now, now: "2026-11-21T07:00:00Z")
    #expect(plan.chunks.map(\.chunk.date.description).last == "2026-11-21")
    #expect(plan.chunks.map(\.isOpen) == [false, false, false, false, true])
    #expect(plan.chunks.map(\.isSettling) == [false, false, true, true, false])
  }

  @Test func `a chunk is open until its last instant and settles for exactly its time`() throws {
    var pipeline = TestPipeline()
    pipeline.settle = .seconds(3_600)
    func states(_ now: String) throws -> [Bool] {
      let chunk = try #require(
        try pipeline.plan(from: bound("2026-11-20"), to: bound("2026-11-21"), now: now).chunks.first)
      return [chunk.isOpen, chunk.isSettling]
    }
    #expect(try states("2026-11-21T04:59:59Z") == [true, false])
    #expect(try states("2026-11-21T05:00:00Z") == [false, true])
    #expect(try states("2026-11-21T05:59:59Z") == [false, true])
    #expect(try states("2026-11-21T06:00:00Z") == [false, false])
  }

  @Test func `a relative range that is shorter than settle is warned of, and a fixed one keeps its chunks`() throws {
    let warning =
      "the range, 1 day, is shorter than `settle`, 2 days: chunks leave it while they may still change; use an earlier "
      + "`from`"
    for (from, settle, expected) in [
      (RangeBound.daysAgo(1), Duration.seconds(172_800), warning), (.daysAgo(2), .seconds(172_800), nil),
      (.daysAgo(1), .seconds(86_400), nil), (bound("2026-11-20"), .seconds(172_800), nil),
    ] {
      let pipeline = TestPipeline(settle: settle)
      let file = try pipeline.file(from: from, to: .daysAgo(0))
      let plan = try pipeline.plan(from: from, to: .daysAgo(0))
      #expect(plan.settleWarning(file.range) == expected, "\(from)")
    }
  }

  @Test func `an end within a chunk includes the complete chunk, with a note`() throws {
    var pipeline = TestPipeline()
    pipeline.chunk = ChunkLength(count: 1, unit: .month)
    let plan = try pipeline.plan(from: bound("2026-09-15"), to: bound("2026-10-15T06:00:00"))
    #expect(plan.chunks.map(\.chunk.date.description) == ["2026-09-01", "2026-10-01"])
    #expect(
      plan.notes == [
        "from 2026-09-15 is within a chunk of 1 month; the export begins at 2026-09-01",
        "to 2026-10-15T06:00:00 is within a chunk of 1 month; the export ends at 2026-11-01",
      ])
    pipeline.chunk = ChunkLength(count: 1, unit: .week)
    let weeks = try pipeline.plan(from: .daysAgo(10), to: .now)
    #expect(
      weeks.notes == ["from 10 days ago (2026-11-11) is within a chunk of 1 week; the export begins at 2026-11-09"])
    #expect(weeks.chunks.map(\.isOpen) == [false, true])
  }

  @Test(arguments: [
    (bound("2026-11-21"), bound("2026-11-21"), "the range is empty: from 2026-11-21 is not before to 2026-11-21"),
    (bound("2026-11-22"), bound("2026-11-21"), "the range is reversed: `from` (2026-11-22) is after `to` (2026-11-21)"),
    (
      .daysAgo(0), .daysAgo(0),
      "the range is empty: from today (2026-11-21) is not before to today (2026-11-21)"
    ),
    (
      bound("2026-12-01"), .now,
      "the range is reversed: `from` (2026-12-01) is after `to` (now (2026-11-21T07:00:00))"
    ),
    (bound("1899-12-31"), .now, "from 1899-12-31 is outside the years 1900 to 2099"),
    (.daysAgo(0), bound("2100-01-02"), "to 2100-01-02 is outside the years 1900 to 2099"),
    (.daysAgo(.max), .now, "from \(Int.max) days ago is outside the years 1900 to 2099"),
    (.monthsAgo(.min), .now, "from \(Int.min) months ago is outside the years 1900 to 2099"),
  ])
  func `an empty range is rejected with a message`(from: RangeBound, to: RangeBound, message: String) {
    #expect(planError { try TestPipeline().plan(from: from, to: to) } == message)
  }

  @Test func `overrides replace the file's range`() throws {
    let file = try TestPipeline().file(from: bound("2026-10-01"), to: bound("2026-11-01"))
    let now = instant("2026-11-21T12:00:00Z")
    #expect(try Plan(file, now: now, from: bound("2026-10-30")).chunks.count == 2)
    #expect(try Plan(file, now: now, to: bound("2026-10-03")).chunks.count == 2)
    #expect(try Plan(file, now: now, from: bound("2026-01-01"), to: bound("2026-01-02")).chunks.count == 1)
  }

  @Test func `an unknown zone is reported`() {
    var pipeline = TestPipeline()
    pipeline.zone = "Mars/Base"
    #expect(
      planError { try pipeline.plan() } == "unknown time zone `Mars/Base`; use a name such as America/Bogota")
  }

  @Test func `a plan of a million chunks is rejected`() {
    var pipeline = TestPipeline()
    pipeline.chunk = ChunkLength(count: 1, unit: .minute)
    let message = planError { try pipeline.plan(from: bound("2020-01-01"), to: bound("2026-01-01")) }
    #expect(message?.hasPrefix("the range contains 31") == true)
    #expect(message?.hasSuffix("more than 1000000; use a longer chunk or a shorter range") == true)
  }
}
