import Declarations
import Fetching
import Planning
import Records
import Testing

/// Windows are cut until every part fits: nothing is lost, nothing comes twice, and few calls are wasted.
struct WindowSplitterTests {
  /// Splitting against an API in memory that cuts its answers.
  struct Run {
    enum End: Hashable {
      case complete
      /// This window can't be cut further.
      case stuck(Window)
    }

    /// Seconds since the epoch, ascending.
    var events: [Int64]
    var cap: Int
    var declares = false
    /// Windows with more rows than this are not answered in time.
    var slowFrom = Int.max
    let byteLimit: Int
    var splitter: WindowSplitter

    var taken: [Int64] = []
    var asked: [Window] = []
    var refused = 0

    init(
      events: [Int64], cap: Int, declares: Bool = false, slowFrom: Int = .max, limits: Limits? = nil,
      cutsBeforehand: Bool = true,
      zone: ZoneRules = .utc, format: WindowFormat = TestSource.format(), grain: Grain = .event
    ) {
      self.events = events.sorted()
      self.cap = cap
      self.declares = declares
      self.slowFrom = slowFrom
      byteLimit = limits?.bytes ?? .max
      splitter = WindowSplitter(
        cutter: WindowCutter(format: format, zone: zone, grain: grain), limits: limits ?? Limits(records: cap),
        cutsBeforehand: cutsBeforehand)
    }

    func count(_ window: Window) -> (first: Int, last: Int) {
      (index(of: window.span.lowerBound), index(of: window.span.upperBound))
    }

    /// The number of events before an instant.
    private func index(of instant: Instant) -> Int {
      var low = 0
      var high = events.count
      while low < high {
        let middle = (low + high) / 2
        if events[middle] < instant.seconds { low = middle + 1 } else { high = middle }
      }
      return low
    }

    /// Asks for a chunk as an exporter does.
    mutating func ask(for planned: [Window]) -> End {
      splitter.begin(planned)
      while let window = splitter.next() {
        asked.append(window)
        let (first, last) = count(window)
        let all = last - first
        let held = min(all, cap)
        let receipt = RequestReceipt(
          window: window, status: 200, rows: held, declared: declares ? all : nil, bytes: held * 100,
          requestedAt: TestSource.now)
        if all > slowFrom {
          refused += 1
          guard splitter.split(window, after: nil) != nil else { return .stuck(window) }
        } else if held >= cap || held * 100 > byteLimit {
          refused += 1
          guard splitter.split(window, after: receipt) != nil else { return .stuck(window) }
        } else {
          taken += events[first..<last]
          splitter.learn(receipt)
        }
      }
      return .complete
    }
  }

  /// A small generator that gives the same numbers for the same seed.
  struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  static let start: Int64 = 1_791_000_000 - 1_791_000_000 % 86_400

  static func days(_ count: Int, from first: Int = 0) -> [Window] {
    (first..<first + count).map { day in
      let begin = start + Int64(day) * 86_400
      return Window(span: Instant(seconds: begin)..<Instant(seconds: begin + 86_400))
    }
  }

  /// Events of a day in one of several patterns.
  static func events(_ pattern: Int, count: Int, day: Int, dice: inout Dice) -> [Int64] {
    let begin = start + Int64(day) * 86_400
    return (0..<count).map { index in
      switch pattern {
      case 0: begin + Int64.random(in: 0..<86_400, using: &dice)
      // Office hours.
      case 1: begin + 8 * 3_600 + Int64.random(in: 0..<36_000, using: &dice)
      // A burst within ten minutes and a few all day.
      case 2:
        index % 10 == 0
          ? begin + Int64.random(in: 0..<86_400, using: &dice)
          : begin + 50_000 + Int64.random(in: 0..<600, using: &dice)
      // The first and the last second of the day among others.
      default: index == 0 ? begin : index == 1 ? begin + 86_399 : begin + Int64.random(in: 0..<86_400, using: &dice)
      }
    }
  }

  @Test(arguments: 0..<80)
  func `the parts hold exactly what is there, in time order, whatever the density and the cap`(_ seed: Int) {
    var dice = Dice(state: UInt64(seed))
    let pattern = seed % 4
    let cap = Int.random(in: 12...400, using: &dice)
    let count = Int.random(in: 0...4_000, using: &dice)
    let events = (0..<3).flatMap { WindowSplitterTests.events(pattern, count: count, day: $0, dice: &dice) }
    var run = Run(events: events, cap: cap, declares: seed % 3 == 0, cutsBeforehand: seed % 5 != 0)
    var ends: [Run.End] = []
    for day in WindowSplitterTests.days(3) {
      ends.append(run.ask(for: [day]))
      if ends.last != .complete { break }
    }
    if let end = ends.last, case .stuck(let window) = end {
      // Only a second that is over the cap by itself may fail.
      #expect(window.span.upperBound - window.span.lowerBound == .seconds(1))
      let (first, last) = run.count(window)
      #expect(last - first >= cap)
      return
    }
    #expect(run.taken == run.events)
    // Each answer of those that were refused had a cap full of rows below it, at each of the halvings that lead from a
    // day to seconds.
    #expect(run.asked.count <= 3 + 40 * (3 * count / cap + 1))
  }

  @Test(arguments: ["Europe/Madrid", "America/Sao_Paulo", "Asia/Kathmandu"], [25, 299])
  func `clock changes neither lose nor repeat an event`(_ zone: String, _ cap: Int) throws {
    var dice = Dice(state: UInt64(cap))
    let rules = try #require(ZoneRules(identifier: zone))
    let format = TestSource.format()
    for day in ["2018-02-18", "2018-11-04", "2026-03-29", "2026-10-25"] {
      let noon = try #require(Instant("\(day)T12:00:00Z"))
      let span = Instant(seconds: noon.seconds - 43_200)..<Instant(seconds: noon.seconds + 43_200)
      let events = (0..<3_000).map { _ in
        Int64.random(in: span.lowerBound.seconds..<span.upperBound.seconds, using: &dice)
      }
      var run = Run(events: events, cap: cap, zone: rules, format: format)
      let end = run.ask(for: [Window(span: span)])
      if case .stuck(let window) = end {
        // The hour that happens twice can't be cut by an API that speaks local time.
        #expect(
          rules.offset(at: window.span.lowerBound)
            != rules.offset(at: Instant(seconds: window.span.upperBound.seconds + 3_600))
            || rules.offset(at: window.span.lowerBound) != rules.offset(at: window.span.upperBound))
      } else {
        #expect(run.taken == run.events)
      }
    }
  }

  @Test func `halves are asked for where nothing is declared`() {
    var run = Run(events: (0..<40).map { WindowSplitterTests.start + $0 * 2_160 }, cap: 30, cutsBeforehand: false)
    #expect(run.ask(for: WindowSplitterTests.days(1)) == .complete)
    let hours = run.asked.map { ($0.span.upperBound - $0.span.lowerBound) / 3_600 }
    #expect(hours == [.seconds(24), .seconds(12), .seconds(12)])
  }

  @Test func `the declared count says how many parts are needed`() {
    var run = Run(
      events: (0..<100).map { WindowSplitterTests.start + $0 * 864 }, cap: 30, declares: true, cutsBeforehand: false)
    #expect(run.ask(for: WindowSplitterTests.days(1)) == .complete)
    // 100 / (0.7 * 30) is not quite 5.
    #expect(run.asked.count == 6)
    #expect(run.refused == 1)
  }

  @Test func `later days are cut beforehand, where their time of day was dense, and no call is wasted`() {
    var dice = Dice(state: 7)
    let events = (0..<10).flatMap { WindowSplitterTests.events(1, count: 3_000, day: $0, dice: &dice) }
    var learning = Run(events: events, cap: 600)
    var calls: [Int] = []
    var firstRefused = 0
    for day in WindowSplitterTests.days(10) {
      let before = learning.asked.count
      #expect(learning.ask(for: [day]) == .complete)
      calls.append(learning.asked.count - before)
      if calls.count == 1 { firstRefused = learning.refused }
    }
    #expect(learning.taken == learning.events)
    #expect(calls[0] > calls[1])
    // 3,000 rows in answers of 420 are at least 8 calls; some more are due to the fullest quarter of an hour counting.
    // Nothing is refused.
    #expect(calls[1...].allSatisfy { (8...11).contains($0) })
    #expect(learning.refused == firstRefused)

    var forgetful = Run(events: events, cap: 600, cutsBeforehand: false)
    for day in WindowSplitterTests.days(10) { #expect(forgetful.ask(for: [day]) == .complete) }
    #expect(forgetful.asked.count > learning.asked.count)
  }

  @Test func `a quiet day does not spoil what is known of busy ones`() {
    var dice = Dice(state: 9)
    let busy = [0, 2].flatMap { WindowSplitterTests.events(0, count: 2_000, day: $0, dice: &dice) }
    var run = Run(events: busy + WindowSplitterTests.events(0, count: 10, day: 1, dice: &dice), cap: 600)
    for day in WindowSplitterTests.days(2) { #expect(run.ask(for: [day]) == .complete) }
    let refused = run.refused
    #expect(run.ask(for: WindowSplitterTests.days(1, from: 2)) == .complete)
    #expect(run.refused == refused)
  }

  @Test func `sizes are learnt like counts`() {
    var dice = Dice(state: 11)
    let events = (0..<2).flatMap { WindowSplitterTests.events(0, count: 1_000, day: $0, dice: &dice) }
    var run = Run(events: events, cap: .max, limits: Limits(bytes: 30_000))
    #expect(run.ask(for: WindowSplitterTests.days(1)) == .complete)
    #expect(run.refused > 0)
    let refused = run.refused
    #expect(run.ask(for: WindowSplitterTests.days(1, from: 1)) == .complete)
    #expect(run.refused == refused)
    #expect(run.taken == run.events)
  }

  @Test func `a window that was too slow is not asked for again in that length`() {
    var dice = Dice(state: 13)
    let events = (0..<2).flatMap { WindowSplitterTests.events(0, count: 1_000, day: $0, dice: &dice) }
    var run = Run(events: events, cap: .max, slowFrom: 600, limits: Limits())
    #expect(run.ask(for: WindowSplitterTests.days(1)) == .complete)
    #expect(run.refused == 1)
    #expect(run.ask(for: WindowSplitterTests.days(1, from: 1)) == .complete)
    #expect(run.refused == 1)
    #expect(run.taken == run.events)
  }

  @Test func `a source that is always slow is not split without end`() {
    var run = Run(events: [WindowSplitterTests.start], cap: .max, slowFrom: 0, limits: Limits())
    guard case .stuck(let window) = run.ask(for: WindowSplitterTests.days(1)) else {
      Issue.record("it went on")
      return
    }
    #expect(run.asked.count == 7)
    #expect(window.span.upperBound - window.span.lowerBound == .seconds(86_400 / 64))
  }

  @Test func `a second over the cap cannot be cut`() {
    var run = Run(events: Array(repeating: WindowSplitterTests.start + 100, count: 5), cap: 5)
    let second = Window(
      span: Instant(seconds: WindowSplitterTests.start + 100)..<Instant(seconds: WindowSplitterTests.start + 101))
    #expect(run.ask(for: WindowSplitterTests.days(1)) == .stuck(second))
    // The next chunk starts afresh.
    #expect(run.ask(for: WindowSplitterTests.days(1, from: 1)) == .complete)
  }

  @Test(arguments: [Grain.window, .request])
  func `rows that sum a window are never split`(_ grain: Grain) {
    var run = Run(events: (0..<9).map { WindowSplitterTests.start + $0 }, cap: 5, grain: grain)
    let day = WindowSplitterTests.days(1)[0]
    #expect(run.ask(for: [day]) == .stuck(day))
    #expect(run.asked == [day])
  }

  @Test func `planned windows come in their order`() {
    var run = Run(events: [], cap: 5)
    #expect(run.ask(for: WindowSplitterTests.days(4)) == .complete)
    #expect(run.asked == WindowSplitterTests.days(4))
  }
}
