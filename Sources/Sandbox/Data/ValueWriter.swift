import Records

/// Writes generated values as JSON.
struct ValueWriter: Sendable {
  /// The time of the row on the source's clock, in seconds since 1970-01-01T00:00:00.
  var second = 0
  /// The row's number among those of its second or day.
  var number = 0
  private var writtenDay = Int.min
  private var dayText: [UInt8] = []

  /// Appends a value. Values of forms that aggregate come from `sum` if it is given.
  mutating func append(_ form: ValueForm, random: inout SeededRandom, sum: Int? = nil, to bytes: inout [UInt8]) {
    switch form {
    case .time(let style): appendTime(second, style, to: &bytes)
    case .moment(let style): appendTime(second - random.below(3_600), style, to: &bytes)
    case .key(let values), .choice(let values): bytes.append(contentsOf: values[random.below(values.count)])
    case .list(let values): appendList(of: values, &random, to: &bytes)
    case .id(let quoted): ValueWriter.quote(quoted, &bytes) { appendID(&random, to: &$0) }
    case .phone: ValueWriter.quote(true, &bytes) { ValueWriter.appendPhone(&random, to: &$0) }
    case .person: appendPair(SampleWords.firstNames, " ", SampleWords.lastNames, &random, to: &bytes)
    case .email: appendPair(SampleWords.mailNames, "@", SampleWords.mailHosts, &random, to: &bytes)
    case .sentence: appendOne(of: SampleWords.sentences, &random, to: &bytes)
    case .word: appendOne(of: SampleWords.words, &random, to: &bytes)
    case .message: ValueWriter.quote(true, &bytes) { ValueWriter.appendMessage(&random, to: &$0) }
    case .clock:
      let seconds = sum ?? ValueWriter.duration(&random)
      ValueWriter.quote(true, &bytes) { ValueWriter.appendClock(seconds, to: &$0) }
    case .seconds(let quoted):
      let seconds = sum ?? ValueWriter.duration(&random)
      ValueWriter.quote(quoted, &bytes) { $0.appendNumber(seconds) }
    case .count(let quoted):
      let count = sum ?? random.below(1 << (1 + random.below(12)))
      ValueWriter.quote(quoted, &bytes) { $0.appendNumber(count) }
    case .ratio(let quoted):
      let share = random.below(10_001)
      ValueWriter.quote(quoted, &bytes) {
        $0.appendNumber(share / 100)
        $0.append(UInt8(ascii: "."))
        $0.appendDigits(UInt(share % 100), width: 2)
      }
    case .boolean(let quoted):
      let text: StaticString = random.next() & 1 == 0 ? "true" : "false"
      ValueWriter.quote(quoted, &bytes) { $0.append(contentsOf: text.description.utf8) }
    case .document:
      bytes.append(contentsOf: #"{"tag":"#.utf8)
      appendOne(of: SampleWords.sentences, &random, to: &bytes)
      bytes.append(contentsOf: #","scores":["#.utf8)
      bytes.appendNumber(random.below(100))
      bytes.append(contentsOf: ",null,-0.50]}".utf8)
    }
  }

  private static func quote(_ quoted: Bool, _ bytes: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
    if quoted { bytes.append(UInt8(ascii: "\"")) }
    body(&bytes)
    if quoted { bytes.append(UInt8(ascii: "\"")) }
  }

  private func appendOne(of fragments: [[UInt8]], _ random: inout SeededRandom, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: fragments[random.below(fragments.count)])
    bytes.append(UInt8(ascii: "\""))
  }

  private func appendPair(
    _ left: [[UInt8]], _ middle: Unicode.Scalar, _ right: [[UInt8]], _ random: inout SeededRandom,
    to bytes: inout [UInt8]
  ) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: left[random.below(left.count)])
    bytes.append(UInt8(ascii: middle))
    bytes.append(contentsOf: right[random.below(right.count)])
    bytes.append(UInt8(ascii: "\""))
  }

  private func appendList(of values: [[UInt8]], _ random: inout SeededRandom, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    let count = random.below(min(values.count, 3) + 1)
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: values[random.below(values.count)])
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// 18 digits, beyond the exact integers of a double: unique among the events of a second if there are at most
  /// 10,000.
  private func appendID(_ random: inout SeededRandom, to bytes: inout [UInt8]) {
    bytes.appendDigits(1_000_000_000 + second.magnitude % 9_000_000_000, width: 10)
    bytes.appendDigits(UInt(number) % 10_000, width: 4)
    bytes.appendDigits(UInt(random.below(10_000)), width: 4)
  }

  private static func appendPhone(_ random: inout SeededRandom, to bytes: inout [UInt8]) {
    let rest = UInt(random.below(10_000_000))
    switch random.below(8) {
    case 0: bytes.append(contentsOf: "0180".utf8)
    case 1: bytes.append(contentsOf: "0057604".utf8)
    case 2: bytes.append(contentsOf: "+57310".utf8)
    default: bytes.append(contentsOf: "301".utf8)
    }
    bytes.appendDigits(rest, width: 7)
  }

  private static func appendMessage(_ random: inout SeededRandom, to bytes: inout [UInt8]) {
    let paragraphs = SampleWords.paragraphs
    for _ in 0...random.below(12) { bytes.append(contentsOf: paragraphs[random.below(paragraphs.count)]) }
    bytes.append(contentsOf: "Ref. ".utf8)
    bytes.appendNumber(random.below(1_000_000_000))
  }

  /// Mostly minutes; one in 64 is several days.
  private static func duration(_ random: inout SeededRandom) -> Int {
    random.below(64) == 0 ? 80_000 + random.below(200_000) : random.below(2_400)
  }

  private static func appendClock(_ seconds: Int, to bytes: inout [UInt8]) {
    let hours = seconds / 3_600
    if hours < 10 { bytes.append(UInt8(ascii: "0")) }
    bytes.appendNumber(hours)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDigits(UInt(seconds / 60 % 60), width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDigits(UInt(seconds % 60), width: 2)
  }

  private mutating func appendTime(_ second: Int, _ style: ValueForm.TimeStyle, to bytes: inout [UInt8]) {
    switch style {
    case .epoch:
      bytes.appendNumber(second)
      return
    case .formatted(let time):
      time.append(second, to: &bytes)
      return
    case .day, .local, .utc: break
    }
    let day = second.flooredQuotient(by: EventSchedule.secondsPerDay)
    if day != writtenDay {
      writtenDay = day
      dayText.removeAll(keepingCapacity: true)
      CivilTime(day: CalendarDay(daysSinceEpoch: day)).appendDay(to: &dayText)
    }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: dayText)
    switch style {
    case .day, .epoch, .formatted: break
    case .local:
      bytes.append(UInt8(ascii: " "))
      ValueWriter.appendClock(second - day * EventSchedule.secondsPerDay, to: &bytes)
    case .utc:
      bytes.append(UInt8(ascii: "T"))
      ValueWriter.appendClock(second - day * EventSchedule.secondsPerDay, to: &bytes)
      bytes.append(contentsOf: ".000Z".utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
