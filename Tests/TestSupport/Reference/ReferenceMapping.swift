package import Records

/// The mapping of one value, as simply as possible: complete strings, no optimization.
package struct ReferenceMapping: Sendable {
  package var type: ColumnType
  /// The time format; nil for ISO 8601.
  package var format: ReferenceTimeFormat?
  package var nullIf: [String]
  package var trim: Bool
  package var defaultValue: String?
  /// The separator between an array's elements in a string column.
  package var join: String?
  /// True if bad text makes a bad value, rather than U+FFFD.
  package var refusesBadText: Bool
  /// False if U+0000 is bad text.
  package var keepsNUL: Bool
  package var zone: TimeZoneTransitions

  package init(
    type: ColumnType, format: ReferenceTimeFormat? = nil, nullIf: [String] = [], trim: Bool = false,
    defaultValue: String? = nil, join: String? = nil, refusesBadText: Bool = false, keepsNUL: Bool = false,
    zone: TimeZoneTransitions = .utc
  ) {
    self.type = type
    self.format = format
    self.nullIf = nullIf
    self.trim = trim
    self.defaultValue = defaultValue
    self.join = join
    self.refusesBadText = refusesBadText
    self.keepsNUL = keepsNUL
    self.zone = zone
  }

  package enum Result: Hashable {
    case cell(Cell)
    case bad
  }

  /// Returns the result of a value's JSON text; nil is a missing key. A `json` column's string is not trimmed here.
  package func result(_ json: [UInt8]?) -> Result {
    guard let json, json != Array("null".utf8) else { return fallback }
    if json.first == UInt8(ascii: "[") || json.first == UInt8(ascii: "{") { return structure(json) }
    let isString = json.first == UInt8(ascii: "\"")
    let unescaped = ReferenceString.unescaped(isString ? Array(json.dropFirst().dropLast()) : json)
    var text = String(decoding: unescaped.bytes, as: UTF8.self)
    if isString, trim { text = trimmed(text) }
    if nullIf.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { return fallback }
    let isBad = unescaped.isBad || (!keepsNUL && text.utf8.contains(0))
    if isBad, refusesBadText, type == .string || type == .json { return .bad }
    if type == .json { return structure(json) }
    return cast(
      type == .string ? String(decoding: withoutNUL(Array(text.utf8)), as: UTF8.self) : text, isString: isString)
  }

  /// A value that becomes JSON text again, or the joined elements of an array.
  private func structure(_ json: [UInt8]) -> Result {
    guard type == .string || type == .json, let value = try? ReferenceJSON(json, deepest: 512) else { return .bad }
    var (text, isBad) = compact(value)
    if type == .string, let join, value.kind == .array {
      let parts = value.elements.map { element -> (bytes: [UInt8], isBad: Bool) in
        switch element.kind {
        case .null: ([], false)
        case .string: unescaped(element.content)
        default: compact(element)
        }
      }
      text = Array(parts.map(\.bytes).joined(separator: Array(join.utf8)))
      isBad = parts.contains { $0.isBad }
    }
    return isBad && refusesBadText ? .bad : .cell(.text(String(decoding: text, as: UTF8.self)))
  }

  private func unescaped(_ raw: [UInt8]) -> (bytes: [UInt8], isBad: Bool) {
    let (bytes, isBad) = ReferenceString.unescaped(raw)
    return (withoutNUL(bytes), isBad || (!keepsNUL && bytes.contains(0)))
  }

  private func withoutNUL(_ bytes: [UInt8]) -> [UInt8] {
    keepsNUL ? bytes : bytes.flatMap { $0 == 0 ? Array("\u{FFFD}".utf8) : [$0] }
  }

  /// Compact JSON has U+0000 only as an escape.
  private func compact(_ value: ReferenceJSON) -> (bytes: [UInt8], isBad: Bool) {
    let (bytes, isBad) = value.compact
    guard !keepsNUL else { return (bytes, isBad) }
    var result: [UInt8] = []
    var hasNUL = false
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: Array(#"\u0000"#.utf8)) {
        hasNUL = true
        result += Array("\u{FFFD}".utf8)
        index += 6
      } else if bytes[index] == UInt8(ascii: "\\") {
        result += bytes[index..<(index + 2)]
        index += 2
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return (result, isBad || hasNUL)
  }

  private var fallback: Result {
    guard let defaultValue else { return .cell(.null) }
    guard type == .json else { return cast(defaultValue, isString: true) }
    let bytes = Array(defaultValue.utf8)
    if let value = try? ReferenceJSON(bytes, deepest: 512), !value.compact.isBad {
      return .cell(.text(String(decoding: value.compact.bytes, as: UTF8.self)))
    }
    return .cell(.text(ReferenceJSON.quoted(defaultValue)))
  }

  private func trimmed(_ text: String) -> String {
    let blanks: [UInt32] = [0x20, 9, 10, 11, 12, 13]
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.last, blanks.contains(last.value) { scalars.removeLast() }
    while let first = scalars.first, blanks.contains(first.value) { scalars.removeFirst() }
    var trimmed = ""
    for scalar in scalars { trimmed.unicodeScalars.append(scalar) }
    return trimmed
  }

  private func cast(_ text: String, isString: Bool) -> Result {
    if let format { return formatted(format.read(text)).map { .cell(.integer($0)) } ?? .bad }
    let cell: Cell? =
      switch type {
      case .string: .text(text)
      case .integer: integer(text).map { .integer($0) }
      case .decimal: decimal(text).map { .text($0) }
      case .double: double(text).map { .double($0) }
      case .boolean: boolean(text).map { .boolean($0) }
      case .date: date(text).map { .integer($0) }
      case .timestamp: isString ? timestamp(text).map { .integer($0) } : nil
      case .localTimestamp: isString ? localTimestamp(text).map { .integer($0) } : nil
      case .seconds: seconds(text).map { .integer($0) }
      case .json: nil
      }
    return cell.map { .cell($0) } ?? .bad
  }

  private func isDigits(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { ($0 >= 48) && ($0 <= 57) } && text.unicodeScalars.count == text.count
  }

  private func integer(_ text: String) -> Int64? {
    let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    return isDigits(digits) ? Int64(text) : nil
  }

  /// Sign, digits before and after the point, exponent.
  private func parts(_ text: String) -> (isNegative: Bool, whole: String, fraction: String?, exponent: Int)? {
    let unsigned = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    let halves = unsigned.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    let digits = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2, digits.count <= 2, digits.allSatisfy({ isDigits($0) }) else { return nil }
    var exponent = 0
    if halves.count == 2 {
      let sign = halves[1].hasPrefix("-") || halves[1].hasPrefix("+") ? halves[1].prefix(1) : ""
      guard isDigits(halves[1].dropFirst(sign.count)) else { return nil }
      // However many its digits, an exponent is a number's; any beyond a million is as large as any other.
      let size = halves[1].dropFirst(sign.count).drop { $0 == "0" }
      exponent = (sign == "-" ? -1 : 1) * (size.count > 6 ? 1_000_000 : Int(size) ?? 0)
    }
    return (text.hasPrefix("-"), String(digits[0]), digits.count == 2 ? String(digits[1]) : nil, exponent)
  }

  func decimal(_ text: String) -> String? {
    guard let number = parts(text), abs(number.exponent) <= 400 else { return nil }
    var (whole, after, exponent) = (number.whole, number.fraction ?? "", number.exponent)
    while exponent > 0 {
      whole.append(after.isEmpty ? "0" : after.removeFirst())
      exponent -= 1
    }
    while exponent < 0 {
      after = (whole.isEmpty ? "0" : String(whole.removeLast())) + after
      exponent += 1
    }
    while whole.hasPrefix("0") { whole.removeFirst() }
    let isNegative = number.isNegative && (whole + after).contains { $0 != "0" }
    return (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole) + (after.isEmpty ? "" : "." + after)
  }

  private func double(_ text: String) -> Double? {
    guard parts(text) != nil, let number = Double(text), number.isFinite else { return nil }
    return number
  }

  private func boolean(_ text: String) -> Bool? {
    if ["true", "1", "yes", "y", "t"].contains(text.lowercased()) { return true }
    return ["false", "0", "no", "n", "f"].contains(text.lowercased()) ? false : nil
  }

  private func day(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ isDigits($0) }) else { return nil }
    let (year, month, day) = (Int(parts[0])!, Int(parts[1])!, Int(parts[2])!)
    guard (1...12).contains(month), (1...CalendarDay.length(ofMonth: month, year: year)).contains(day) else {
      return nil
    }
    // Year by year and month by month from the epoch.
    var days = 0
    for earlier in min(year, 1970)..<max(year, 1970) {
      let length = (1...12).reduce(0) { $0 + CalendarDay.length(ofMonth: $1, year: earlier) }
      days += year > 1970 ? length : -length
    }
    for earlier in 1..<month { days += CalendarDay.length(ofMonth: earlier, year: year) }
    return Int64(days + day - 1)
  }

  private func date(_ text: String) -> Int64? {
    for suffix in ["T00:00:00", " 00:00:00"] where text.hasSuffix(suffix) { return day(text.dropLast(9)) }
    if text.utf8.count == 8, isDigits(text) {
      return day(text.prefix(4) + "-" + text.dropFirst(4).prefix(2) + "-" + text.suffix(2))
    }
    return day(text)
  }

  /// Microseconds on the text's clock, and its offset in seconds.
  private func dateTime(_ text: String) -> (microseconds: Int64, offset: Int64?)? {
    guard let midnight = day(text.prefix(10)) else { return nil }
    var rest = text.dropFirst(10)
    if rest.isEmpty { return (midnight * 86_400_000_000, nil) }
    guard let separator = rest.popFirst(), separator == "T" || separator == " " else { return nil }
    var offset: Int64?
    if rest.hasSuffix("Z") {
      offset = 0
      rest.removeLast()
    } else if let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      let digits = rest[sign...].dropFirst().filter { $0 != ":" }
      let hasColon = rest[sign...].dropFirst(3).first == ":"
      guard rest[sign...].count(where: { $0 == ":" }) == (hasColon ? 1 : 0), isDigits(digits),
        digits.count == 4 || digits.count == 2 && !hasColon, let hours = Int64(digits.prefix(2)), hours < 24,
        let minutes = Int64(digits.count == 4 ? digits.suffix(2) : "00"), minutes < 60
      else { return nil }
      offset = (rest[sign] == "-" ? -1 : 1) * (hours * 60 + minutes) * 60
      rest = rest[..<sign]
    }
    var fraction: Int64 = 0
    if let point = rest.firstIndex(of: ".") {
      let digits = rest[point...].dropFirst()
      guard isDigits(digits), digits.count <= 9, rest[..<point].count == 8 else { return nil }
      let nanoseconds = Int64((digits + String(repeating: "0", count: 9)).prefix(9))!
      guard nanoseconds % 1_000 == 0 else { return nil }
      fraction = nanoseconds / 1_000
      rest = rest[..<point]
    }
    let clock = rest.split(separator: ":", omittingEmptySubsequences: false)
    guard [2, 3].contains(clock.count), clock.allSatisfy({ isDigits($0) && $0.utf8.count == 2 }) else { return nil }
    let numbers = clock.map { Int64($0)! } + (clock.count == 2 ? [0] : [])
    guard numbers[0] < 24, numbers[1] < 60, numbers[2] < 60 else { return nil }
    let seconds = midnight * 86_400 + numbers[0] * 3_600 + numbers[1] * 60 + numbers[2]
    return (seconds * 1_000_000 + fraction, offset)
  }

  /// A time that a format has read, as the column holds it.
  private func formatted(_ time: (microseconds: Int64, offset: Int64?)?) -> Int64? {
    guard let time else { return nil }
    if type == .timestamp { return instant(time) }
    let shown = local(time)
    guard type == .date else { return shown }
    let day = CivilTime(microseconds: shown).day
    return time.offset == nil && CivilTime(day: day).microseconds != shown ? nil : Int64(day.daysSinceEpoch)
  }

  private func timestamp(_ text: String) -> Int64? {
    dateTime(text).map { instant($0) }
  }

  private func instant(_ time: (microseconds: Int64, offset: Int64?)) -> Int64 {
    let (microseconds, offset) = time
    if let offset { return microseconds - offset * 1_000_000 }
    switch zone.meaning(of: CivilTime(microseconds: microseconds)) {
    case .once(let instant), .twice(let instant, _): return instant.microseconds
    case .never(let resumes):
      return microseconds - zone.offset(at: Instant(seconds: resumes.seconds - 1)) * 1_000_000
    }
  }

  private func localTimestamp(_ text: String) -> Int64? {
    dateTime(text).map { local($0) }
  }

  private func local(_ time: (microseconds: Int64, offset: Int64?)) -> Int64 {
    let (microseconds, offset) = time
    guard let offset else { return microseconds }
    return zone.civilTime(at: Instant(microseconds: microseconds - offset * 1_000_000)).microseconds
  }

  private func seconds(_ text: String) -> Int64? {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 1 { return integer(text) }
    guard parts.count == 3 else { return nil }
    let last = parts[2].split(separator: ".", omittingEmptySubsequences: false)
    guard last.count <= 2, last.count == 1 || !last[1].isEmpty && last[1].utf8.allSatisfy({ $0 == 48 }) else {
      return nil
    }
    parts[2] = last[0]
    let hours = parts[0].hasPrefix("-") ? parts[0].dropFirst() : parts[0]
    guard isDigits(hours), isDigits(parts[1]), isDigits(parts[2]), parts[1].count == 2, parts[2].count == 2,
      let minutes = Int64(parts[1]), minutes < 60, let seconds = Int64(parts[2]), seconds < 60,
      let hours = Int64(hours)
    else { return nil }
    return (parts[0].hasPrefix("-") ? -1 : 1) * (hours * 3_600 + minutes * 60 + seconds)
  }
}
