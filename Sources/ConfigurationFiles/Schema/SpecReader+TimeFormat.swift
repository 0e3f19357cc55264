import Records

/// The key `format` of a field: how the API writes its times.
extension SpecReader {
  /// Returns the format of a field, its own or the catalog's; nil if it has none, or one that is invalid for its type
  /// and origin, which is reported.
  mutating func timeFormat(
    _ section: SpecSection, _ type: ColumnType, _ origin: FieldOrigin, documented: TimePattern? = nil
  ) -> TimePattern? {
    // A type that could not be read is reported already.
    if section.isGiven("type"), section.scalar("type") == nil { return nil }
    guard section.isGiven("format") else {
      guard let documented, type.isTime else { return nil }
      return checked(documented, type, at: section.location(of: "type"))
    }
    guard let scalar = section.scalar("format"), let format = try? TimePattern(scalar.text) else { return nil }
    if !type.isTime {
      report(
        "`format` requires the type timestamp, local_timestamp or date, found \(type.rawValue)", at: scalar.location)
    } else if !origin.isOfAPI {
      report("`format` is the API's time format, but `\(origin)` does not come from the API", at: scalar.location)
    } else {
      return checked(format, type, at: scalar.location)
    }
    return nil
  }

  /// Rejects a format that would produce a different day or instant than intended.
  private mutating func checked(_ format: TimePattern, _ type: ColumnType, at location: YAMLNode.Location)
    -> TimePattern?
  {
    if type == .date, format.isEpoch {
      report(
        "a date cannot be read from \(format.text), because an instant's day depends on the time zone; "
          + "use the type timestamp", at: location)
    } else if type == .date, format.parts.contains(.offset) {
      report(
        "a date has no offset, which could change its day; write it as text, such as `'Z'`, or use the type timestamp",
        at: location)
    } else if type != .date, format.parts.contains(.literal("Z")) {
      report(
        "`'Z'` is literal text, so that the time would be read in the range's time zone; write XXX, which reads Z as UTC",
        at: location)
    } else {
      return format
    }
    return nil
  }

  /// The default is read as values are.
  mutating func checkDefault(_ section: SpecSection, _ type: ColumnType, _ format: TimePattern) {
    guard let scalar = section.scalar("default"), !format.admits(scalar.text, as: type) else { return }
    report("`default` does not match the field's format, \(format.text)", at: scalar.location)
  }
}

extension TimePattern {
  /// Returns nil if the text is a pattern that can parse a field's days; otherwise the text to append to an error
  /// message.
  static func fieldError(in text: String) -> String? {
    // Another unit is not a typing error: following a suggestion would be wrong by a factor of 1000.
    if ["epoch_micro", "epoch_nano"].contains(where: { text.lowercased().hasPrefix($0) }) {
      return "; only seconds and milliseconds are supported; read the field as integer"
    }
    let hint = SpellingSuggestion.hint(for: text, among: ["epoch_seconds", "epoch_milliseconds"])
    do {
      let pattern = try TimePattern(text)
      return pattern.isEpoch ? nil : pattern.lack ?? pattern.hole ?? pattern.repetition
    } catch {
      return hint.isEmpty ? "; \(error.reason)" : hint
    }
  }

  /// The parts of the day that the pattern lacks.
  private var lack: String? {
    let needed: [(Part, String)] = [(.year, "yyyy, the year"), (.month, "MM, the month"), (.day, "dd, the day")]
    let missing = needed.filter { !parts.contains($0.0) }.map(\.1)
    return missing.isEmpty ? nil : "; the pattern lacks \(missing.joined(separator: ", and "))"
  }

  /// The parts missing between the pattern's parts, for example if `mm` was meant for the hour.
  private var hole: String? {
    let hasHour = parts.contains(.hour) || parts.contains(.hourOfHalf)
    let hasFraction = parts.contains(.millisecond) || parts.contains(.microsecond)
    if parts.contains(.minute), !hasHour { return "; the pattern has mm (minute) without HH (hour)" }
    if parts.contains(.second), !parts.contains(.minute) { return "; the pattern has ss (second) without mm (minute)" }
    if hasFraction, !parts.contains(.second) { return "; the pattern has a fraction without ss (second)" }
    return nil
  }

  /// The parts that the pattern contains twice, so that they could contradict each other.
  private var repetition: String? {
    if let twice = TimePattern.letters.first(where: { _, part in parts.count { $0 == part } > 1 }) {
      return "; `\(twice.0)` is duplicated"
    }
    guard parts.contains(.millisecond), parts.contains(.microsecond) else { return nil }
    return "; use only one of `SSS` and `SSSSSS`"
  }

  /// Returns false if a text certainly does not match the format.
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
  /// A Boolean value that is true if the API or the author wrote the value, not Tidemark.
  fileprivate var isOfAPI: Bool {
    switch self {
    case .record, .response, .parameter: true
    case .window, .chunk, .run, .requestTime, .responseStatus: false
    }
  }
}
