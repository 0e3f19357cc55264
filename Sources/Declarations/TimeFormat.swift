import Records

/// The key `format` of a field: how the API writes its times.
extension SpecReader {
  /// The format that a field has, its own or the one that the catalog documents; nil where it has none, or one that does not go with its type
  /// and origin, which is then reported.
  mutating func timeFormat(
    _ section: SpecSection, _ type: ColumnType, _ origin: FieldOrigin, documented: TimePattern? = nil
  ) -> TimePattern? {
    // A type that could not be read is reported already.
    if section.isGiven("type"), section.scalar("type") == nil { return nil }
    guard section.isGiven("format") else {
      guard let documented, type.isTime else { return nil }
      return checked(documented, type, at: section.place(of: "type"))
    }
    guard let scalar = section.scalar("format"), let format = try? TimePattern(scalar.text) else { return nil }
    if !type.isTime {
      report("`format` requires the type timestamp, local_timestamp or date, found \(type.rawValue)", at: scalar.place)
    } else if !origin.isOfAPI {
      report("`format` is the API's time format, but `\(origin)` does not come from the API", at: scalar.place)
    } else {
      return checked(format, type, at: scalar.place)
    }
    return nil
  }

  /// Refuses a format that would tell another day or instant than is meant.
  private mutating func checked(_ format: TimePattern, _ type: ColumnType, at place: YAMLNode.Place) -> TimePattern? {
    if type == .date, format.isEpoch {
      report(
        "a date cannot be read from \(format.text), because an instant's day depends on the time zone; "
          + "use the type timestamp", at: place)
    } else if type == .date, format.parts.contains(.offset) {
      report(
        "a date has no offset, which could change its day; write it as text, such as `'Z'`, or use the type timestamp",
        at: place)
    } else if type != .date, format.parts.contains(.literal("Z")) {
      report(
        "`'Z'` is literal text, so that the time would be read in the range's time zone; write XXX, which reads Z as UTC",
        at: place)
    } else {
      return format
    }
    return nil
  }

  /// The default is read as values are.
  mutating func checkDefault(_ section: SpecSection, _ type: ColumnType, _ format: TimePattern) {
    guard let scalar = section.scalar("default"), !format.admits(scalar.text, as: type) else { return }
    report("`default` does not match the field's format, \(format.text)", at: scalar.place)
  }
}

extension TimePattern {
  /// Nil where the text is a pattern by which a field's days can be read; else what to add to a message.
  static func fieldFault(in text: String) -> String? {
    // Another unit is no slip of the pen: whoever took the hint would be off by a thousand.
    if ["epoch_micro", "epoch_nano"].contains(where: { text.lowercased().hasPrefix($0) }) {
      return "; only seconds and milliseconds are supported; read the field as integer"
    }
    let hint = NearestWord.hint(for: text, among: ["epoch_seconds", "epoch_milliseconds"])
    do {
      let pattern = try TimePattern(text)
      return pattern.isEpoch ? nil : pattern.lack ?? pattern.hole ?? pattern.repetition
    } catch {
      return hint.isEmpty ? "; \(error.reason)" : hint
    }
  }

  /// What the pattern does not tell of the day.
  private var lack: String? {
    let needed: [(Part, String)] = [(.year, "yyyy, the year"), (.month, "MM, the month"), (.day, "dd, the day")]
    let missing = needed.filter { !parts.contains($0.0) }.map(\.1)
    return missing.isEmpty ? nil : "; the pattern lacks \(missing.joined(separator: ", and "))"
  }

  /// What the pattern leaves out between what it tells, as where `mm` was meant for the hour.
  private var hole: String? {
    let hasHour = parts.contains(.hour) || parts.contains(.hourOfHalf)
    let hasFraction = parts.contains(.millisecond) || parts.contains(.microsecond)
    if parts.contains(.minute), !hasHour { return "; the pattern has mm (minute) without HH (hour)" }
    if parts.contains(.second), !parts.contains(.minute) { return "; the pattern has ss (second) without mm (minute)" }
    if hasFraction, !parts.contains(.second) { return "; the pattern has a fraction without ss (second)" }
    return nil
  }

  /// What the pattern tells twice, so that one could contradict the other.
  private var repetition: String? {
    if let twice = TimePattern.letters.first(where: { _, part in parts.count { $0 == part } > 1 }) {
      return "; `\(twice.0)` is duplicated"
    }
    guard parts.contains(.millisecond), parts.contains(.microsecond) else { return nil }
    return "; use only one of `SSS` and `SSSSSS`"
  }

  /// False where a text is certainly none of the format.
  fileprivate func admits(_ text: String, as type: ColumnType) -> Bool {
    if isEpoch {
      return Double(text) != nil && text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
    }
    guard let time = parsed(text) else { return false }
    return type != .date || time.microsecondOfDay == 0
  }
}

extension ColumnType {
  fileprivate var isTime: Bool { self == .timestamp || self == .localTimestamp || self == .date }
}

extension FieldOrigin {
  /// Whether the API or the author wrote the value, rather than Tidemark.
  fileprivate var isOfAPI: Bool {
    switch self {
    case .record, .answer, .parameter: true
    case .window, .run, .requestTime, .responseStatus: false
    }
  }
}
