import ConfigurationFiles
import Fetching
import Planning
import Records
import Synchronization
import TestSupport
import Testing

/// Tests the windows of a splitter against a vendor with known rows.
struct WindowSplitterTests {
  /// A vendor who cuts at a cap in silence.
  struct Vendor {
    /// The time of each record, in microseconds, sorted.
    var times: [Int64] = []
    var cap = 100
    /// The count that it declares is the true one, rather than that of the records it sends.
    var declares = false

    func indices(in window: Window) -> Range<Int> {
      let start = times.partition(from: window.span.lowerBound.microseconds)
      return start..<times.partition(from: window.span.upperBound.microseconds)
    }
  }

  /// The result of fetching some chunks.
  struct Harvest {
    var taken: [Int] = []
    var asked: [Window] = []
    var tooLarge: [Window] = []
    /// Chunks that could not be split further.
    var failed: [Window] = []
  }

  static func splitter(_ zone: TimeZoneTransitions, cap: Int, bytes: Int? = nil, grain: Grain = .event)
    -> WindowSplitter
  {
    WindowSplitter(
      cutter: WindowCutter(format: TestSource.format(), zone: zone, grain: grain),
      limits: Limits(records: cap, bytes: bytes))
  }

  static func harvest(_ chunks: [Window], of vendor: Vendor, zone: TimeZoneTransitions = TestSource.bogota) -> Harvest {
    var harvest = Harvest()
    var splitter = splitter(zone, cap: vendor.cap)
    chunks: for chunk in chunks {
      splitter.begin([chunk])
      var end = chunk.span.lowerBound
      var taken: [Int] = []
      while let window = splitter.next() {
        harvest.asked.append(window)
        // In the order of time, without a gap.
        #expect(window.span.lowerBound == end)
        let found = vendor.indices(in: window)
        let receipt = RequestReceipt(
          window: window, status: 200, rows: min(found.count, vendor.cap),
          declared: vendor.declares ? found.count : nil,
          bytes: 0, requestedAt: TestSource.now)
        if found.count < vendor.cap {
          #expect(splitter.take(receipt) == nil)
          taken += found
          end = window.span.upperBound
        } else {
          harvest.tooLarge.append(window)
          guard
            let parts = splitter.split(window, after: receipt, shown: RecordEvidence(held: receipt.rows), reason: "")
          else {
            harvest.failed.append(window)
            continue chunks
          }
          #expect(parts.count > 1)
        }
      }
      #expect(end == chunk.span.upperBound)
      harvest.taken += taken
    }
    return harvest
  }

  static func days(from start: String, _ count: Int, zone: TimeZoneTransitions = TestSource.bogota) -> [Window] {
    let first = zone.civilTime(at: Instant(start)!).day.daysSinceEpoch
    return (0..<count).map { day in
      Window(
        span: zone.start(
          of: CalendarDay(daysSinceEpoch: first + day))..<zone.start(
            of: CalendarDay(daysSinceEpoch: first + day + 1)))
    }
  }

  @Test(arguments: 0..<60)
  func `with any density and cap, the parts contain every row once and in order`(_ seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let zone =
      seed % 3 == 0 ? try #require(TimeZoneTransitions(identifier: "America/New_York")) : TestSource.bogota
    let days = WindowSplitterTests.days(from: "2026-10-30T12:00:00Z", 5, zone: zone)
    var vendor = Vendor(cap: [1, 2, 10, 100, 1_000].randomElement(using: &random)!, declares: seed % 2 == 0)
    for day in days {
      // A few bursts on top of a constant rate; no second reaches the cap.
      let most = vendor.cap * Int.random(in: 0...12, using: &random)
      var perSecond: [Int64: Int] = [:]
      let bursts = (0..<3).map { _ in Int64.random(in: day.seconds, using: &random) }
      for _ in 0..<most {
        let isBurst = Bool.random(using: &random)
        let second =
          isBurst
          ? bursts.randomElement(using: &random)! + Int64.random(in: 0..<90, using: &random)
          : Int64.random(in: day.seconds, using: &random)
        guard day.seconds.contains(second), perSecond[second, default: 0] < vendor.cap - 1 else { continue }
        // A repeated hour cannot be split.
        if zone.offset(at: second) != zone.offset(at: second + 7_200)
          || zone.offset(at: second) != zone.offset(at: second - 7_200)
        {
          continue
        }
        perSecond[second, default: 0] += 1
        vendor.times.append(second * 1_000_000 + Int64.random(in: 0..<1_000_000, using: &random))
      }
    }
    vendor.times.sort()
    let harvest = WindowSplitterTests.harvest(days, of: vendor, zone: zone)
    #expect(harvest.failed == [])
    #expect(harvest.taken == Array(vendor.times.indices))
    // A request is wasted only if its window reaches the cap; halving a day down to its seconds takes 17 steps.
    #expect(harvest.tooLarge.count <= 17 * (vendor.times.count / vendor.cap))
    #expect(harvest.asked.count <= days.count + 40 * (vendor.times.count / vendor.cap + 1))
  }

  @Test func `a second with the cap's count cannot be split, one below it is fetched`() {
    let day = TestSource.day
    let noon = day.span.lowerBound.microseconds + 12 * 3_600_000_000
    for (count, fails) in [(9, false), (10, true)] {
      let vendor = Vendor(times: (0..<count).map { noon + Int64($0) } + [noon + 1_000_000], cap: 10)
      let harvest = WindowSplitterTests.harvest([day], of: vendor)
      #expect(harvest.failed.isEmpty != fails)
      #expect(harvest.failed.allSatisfy { $0.span.upperBound - $0.span.lowerBound == .seconds(1) })
      #expect(harvest.taken.count == (fails ? 0 : 10))
    }
  }

  @Test(arguments: [false, true])
  func `the density of one day is used for the next days without wasted calls`(_ declares: Bool) {
    let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 10)
    var vendor = Vendor(cap: 1_000, declares: declares)
    // Three caps a day, most of them in the hours of work.
    for day in days {
      let start = day.span.lowerBound.microseconds
      vendor.times += (0..<600).map { start + $0 * 144_000_000 }
      vendor.times += (0..<2_400).map { start + 8 * 3_600_000_000 + $0 * 15_000_000 }
    }
    vendor.times.sort()
    let harvest = WindowSplitterTests.harvest(days, of: vendor)
    #expect(harvest.taken == Array(vendor.times.indices))
    #expect(harvest.tooLarge.allSatisfy { days[0].span.contains($0.span.lowerBound) })
    let perDay = days.map { day in harvest.asked.count { day.span.contains($0.span.lowerBound) } }
    // Three is the least that could do.
    #expect(perDay.dropFirst().allSatisfy { $0 <= 6 }, "\(perDay)")
  }

  @Test func `if one response holds a day, a day is one call`() {
    let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 30)
    let times = days.flatMap { day in (0..<600).map { day.span.lowerBound.microseconds + $0 * 144_000_000 } }
    let harvest = WindowSplitterTests.harvest(days, of: Vendor(times: times, cap: 1_000))
    #expect(harvest.asked == days)
  }

  @Test(arguments: [870, 999])
  func `days that fill one response almost are one call each`(_ rows: Int) {
    let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 30)
    let times = days.flatMap { day in (0..<rows).map { day.span.lowerBound.microseconds + Int64($0) * 86_000_000 } }
    let harvest = WindowSplitterTests.harvest(days, of: Vendor(times: times, cap: 1_000))
    #expect(harvest.asked == days)
  }

  @Test func `a burst costs the calls of its own day and none of the days after it`() {
    let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 31)
    var vendor = Vendor(cap: 1_000)
    for (index, day) in days.enumerated() {
      let count = [4, 20].contains(index) ? Int64(2_500) : 600
      vendor.times += (0..<count).map { day.span.lowerBound.microseconds + $0 * 86_400_000_000 / count }
    }
    let harvest = WindowSplitterTests.harvest(days, of: vendor)
    #expect(harvest.taken == Array(vendor.times.indices))
    let perDay = days.map { day in harvest.asked.count { day.span.contains($0.span.lowerBound) } }
    // The day in one piece, its halves, and the four quarters.
    #expect(perDay.enumerated().allSatisfy { $1 == ([4, 20].contains($0) ? 7 : 1) }, "\(perDay)")
  }

  @Test func `every split is reported, with its cause`() {
    let log = Mutex<[String]>([])
    var splitter = WindowSplitter(
      cutter: WindowCutter(format: TestSource.format(), zone: TestSource.bogota, grain: .event),
      limits: Limits(records: 100), onSplit: { split in log.withLock { $0.append(split.description) } })
    let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 3)
    splitter.begin([days[0]])
    _ = splitter.next()
    _ = splitter.split(
      days[0], after: WindowSplitterTests.receipt(days[0], 100), shown: RecordEvidence(held: 100), reason: "100 records"
    )
    while let part = splitter.next() { #expect(splitter.take(WindowSplitterTests.receipt(part, 60)) == nil) }
    splitter.begin([days[1]])
    let first = splitter.next()
    #expect(first != days[1])
    splitter.begin([days[2]])
    #expect(
      log.withLock { $0 } == [
        "2026-10-01T05:00:00Z..2026-10-02T05:00:00Z: 100 records; split into 2 parts",
        "2026-10-02T05:00:00Z..2026-10-03T05:00:00Z: earlier responses suggest 120% of what one response can hold; split into 2 parts",
      ])
  }

  static func receipt(_ window: Window, _ rows: Int) -> RequestReceipt {
    RequestReceipt(window: window, status: 200, rows: rows, declared: nil, bytes: 0, requestedAt: TestSource.now)
  }

  /// The calls of each day if the first `stalls` windows longer than `length` stall.
  static func calls(stalls: Int, downTo length: Duration, of count: Int) -> [Int] {
    var stalls = stalls
    var splitter = splitter(TestSource.bogota, cap: 1_000)
    let days = days(from: "2026-10-01T12:00:00Z", count)
    return days.map { day in
      splitter.begin([day])
      var calls = 0
      while let window = splitter.next() {
        calls += 1
        if stalls > 0, window.span.upperBound - window.span.lowerBound > length {
          stalls -= 1
          _ = splitter.split(window, after: nil, shown: RecordEvidence(), reason: "")
        } else {
          _ = splitter.take(receipt(window, 10))
        }
      }
      return calls
    }
  }

  @Test func `stalls are forgotten after some good responses`() {
    let once = WindowSplitterTests.calls(stalls: 1, downTo: .zero, of: 10)
    #expect(once == [3, 2, 1, 1, 1, 1, 1, 1, 1, 1])
    let fourTimes = WindowSplitterTests.calls(stalls: 4, downTo: .zero, of: 10)
    #expect(fourTimes.dropFirst() == [4, 2, 2, 1, 1, 1, 1, 1, 1], "\(fourTimes)")
  }

  @Test func `a server that is slow for good is tried with longer windows ever more seldom`() {
    let calls = WindowSplitterTests.calls(stalls: .max, downTo: .seconds(43_200), of: 200)
    // Two a day is the least; each try in vain is one more.
    #expect(calls.reduce(0, +) - 400 <= 8, "\(calls)")
  }

  // MARK: Shortfalls

  @Test func `parts that hold less than their window are requested once more, then given up`() {
    var splitter = WindowSplitterTests.splitter(TestSource.bogota, cap: 10)
    let day = TestSource.day
    splitter.begin([day])
    for round in 1...2 {
      #expect(splitter.next() == day)
      _ = splitter.split(
        day, after: WindowSplitterTests.receipt(day, 10), shown: RecordEvidence(held: 10), reason: "")
      var shortfall: WindowShortfall?
      for part in 1...2 {
        guard let window = splitter.next() else { return #expect(Bool(false), "a part is missing") }
        shortfall = splitter.take(WindowSplitterTests.receipt(window, 4))
        #expect((shortfall == nil) == (part == 1))
      }
      #expect(shortfall == WindowShortfall(window: day, expected: 10, found: 8, isRequestedAgain: round == 1))
    }
    #expect(splitter.next() == nil)
  }

  @Test func `each window of a chunk is requested once more if its parts hold less`() {
    var splitter = WindowSplitterTests.splitter(TestSource.bogota, cap: 10)
    let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 2)
    splitter.begin(days)
    for day in days {
      for rows in [4, 5] {
        #expect(splitter.next() == day)
        _ = splitter.split(
          day, after: WindowSplitterTests.receipt(day, 10), shown: RecordEvidence(held: 10), reason: "")
        var shortfalls: [WindowShortfall?] = []
        for _ in 1...2 {
          guard let part = splitter.next() else { return #expect(Bool(false), "a part is missing") }
          shortfalls.append(splitter.take(WindowSplitterTests.receipt(part, rows)))
        }
        let shortfall = WindowShortfall(window: day, expected: 10, found: 8, isRequestedAgain: true)
        #expect(shortfalls == [nil, rows == 4 ? shortfall : nil])
      }
    }
    #expect(splitter.next() == nil)
  }

  @Test func `a window that is requested once more is not split in advance`() throws {
    var splitter = WindowSplitterTests.splitter(TestSource.bogota, cap: 10)
    let day = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 1)[0]
    splitter.begin([day])
    #expect(splitter.next() == day)
    let split = splitter.split(
      day, after: WindowSplitterTests.receipt(day, 10), shown: RecordEvidence(held: 10, declared: 25), reason: "")
    let parts = try #require(split)
    var shortfall: WindowShortfall?
    for part in parts {
      #expect(splitter.next() == part)
      shortfall = splitter.take(WindowSplitterTests.receipt(part, 7))
    }
    // The parts suggest more than the cap, but only the window's own response can refute the declared count.
    #expect(7 * parts.count > 10)
    #expect(shortfall?.isRequestedAgain == true)
    #expect(splitter.next() == day)
  }

  @Test func `a declared count that nothing confirms is believed once`() {
    for (rows, isEnough) in [(9, true), (8, false), (0, false)] {
      var splitter = WindowSplitterTests.splitter(TestSource.bogota, cap: 100)
      let day = TestSource.day
      splitter.begin([day])
      _ = splitter.next()
      let shown = RecordEvidence(held: 9, declared: 10)
      _ = splitter.split(day, after: WindowSplitterTests.receipt(day, 9), shown: shown, reason: "")
      var shortfall: WindowShortfall?
      while let window = splitter.next(), shortfall == nil {
        shortfall = splitter.take(WindowSplitterTests.receipt(window, 1))
      }
      #expect(shortfall?.isRequestedAgain == true)
      #expect((splitter.take(WindowSplitterTests.receipt(day, rows)) == nil) == isEnough)
    }
  }

  @Test func `a shortfall inside a part is found before the window's own`() {
    var splitter = WindowSplitterTests.splitter(TestSource.bogota, cap: 10)
    let day = TestSource.day
    splitter.begin([day])
    _ = splitter.next()
    _ = splitter.split(day, after: WindowSplitterTests.receipt(day, 10), shown: RecordEvidence(held: 10), reason: "")
    let half = splitter.next()
    guard let half else { return #expect(Bool(false), "a half is missing") }
    _ = splitter.split(half, after: WindowSplitterTests.receipt(half, 10), shown: RecordEvidence(held: 10), reason: "")
    for rows in [4, 5] {
      guard let quarter = splitter.next() else { return #expect(Bool(false), "a quarter is missing") }
      let shortfall = splitter.take(WindowSplitterTests.receipt(quarter, rows))
      #expect(
        shortfall
          == (rows == 4 ? nil : WindowShortfall(window: half, expected: 10, found: 9, isRequestedAgain: true)))
    }
    #expect(splitter.next() == half)
    #expect(splitter.take(WindowSplitterTests.receipt(half, 12)) == nil)
    let rest = splitter.next()
    #expect(rest?.span.lowerBound == half.span.upperBound)
    #expect(rest.flatMap { splitter.take(WindowSplitterTests.receipt($0, 0)) } == nil)
    #expect(splitter.next() == nil)
  }

  @Test func `a declared count determines the number of parts`() {
    var splitter = WindowSplitterTests.splitter(TestSource.bogota, cap: 100)
    splitter.begin([TestSource.day])
    _ = splitter.next()
    let receipt = RequestReceipt(
      window: TestSource.day, status: 200, rows: 100, declared: 700, bytes: 0, requestedAt: TestSource.now)
    #expect(splitter.split(TestSource.day, after: receipt, shown: RecordEvidence(), reason: "")?.count == 9)
  }

  @Test func `the limit of bytes is learned like that of records`() throws {
    var splitter = WindowSplitterTests.splitter(TestSource.bogota, cap: 1_000_000, bytes: 1_000)
    let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 2)
    splitter.begin([days[0]])
    let first = splitter.next()
    let window = try #require(first)
    let receipt = RequestReceipt(
      window: window, status: 200, rows: 1, declared: nil, bytes: 1_100, requestedAt: TestSource.now)
    #expect(splitter.take(receipt) == nil)
    splitter.begin([days[1]])
    var asked = 0
    while splitter.next() != nil { asked += 1 }
    #expect(asked == 2)
  }

  @Test func `a slow response is split into at most 64 parts, and the next chunk starts with shorter windows`() {
    var splitter = WindowSplitterTests.splitter(TestSource.bogota, cap: 100)
    let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 2)
    splitter.begin([days[0]])
    var asked = 0
    var shortest: Window?
    while let window = splitter.next() {
      asked += 1
      shortest = window
      guard splitter.split(window, after: nil, shown: RecordEvidence(), reason: "") != nil else { break }
    }
    #expect(asked == 7)
    #expect(shortest.map { $0.span.upperBound - $0.span.lowerBound } == .seconds(86_400 / 64))
    splitter.begin([days[1]])
    var parts: [Window] = []
    while let window = splitter.next() { parts.append(window) }
    #expect(parts.count == 64)
    #expect(parts.first?.span.lowerBound == days[1].span.lowerBound)
    #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.span.upperBound == $1.span.lowerBound })
    #expect(parts.last?.span.upperBound == days[1].span.upperBound)
  }

  @Test(arguments: [Grain.window, .request])
  func `a window report is never split, not even in advance`(_ grain: Grain) {
    var splitter = WindowSplitterTests.splitter(TestSource.bogota, cap: 10, grain: grain)
    let days = WindowSplitterTests.days(from: "2026-10-01T12:00:00Z", 2)
    splitter.begin([days[0]])
    #expect(splitter.next() == days[0])
    let receipt = RequestReceipt(
      window: days[0], status: 200, rows: 10, declared: 90, bytes: 0, requestedAt: TestSource.now)
    #expect(splitter.take(receipt) == nil)
    #expect(splitter.split(days[0], after: receipt, shown: RecordEvidence(), reason: "") == nil)
    #expect(splitter.split(days[0], after: nil, shown: RecordEvidence(), reason: "") == nil)
    splitter.begin([days[1]])
    #expect(splitter.next() == days[1])
    #expect(splitter.next() == nil)
  }
}

extension [Int64] {
  /// The first index whose element is not below a bound; the array is sorted.
  func partition(from bound: Int64) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Window {
  fileprivate var seconds: Range<Int64> {
    span.lowerBound.microseconds / 1_000_000..<span.upperBound.microseconds / 1_000_000
  }
}

extension TimeZoneTransitions {
  fileprivate func offset(at second: Int64) -> Int64 {
    civilTime(at: Instant(seconds: second)).microseconds / 1_000_000 - second
  }
}
