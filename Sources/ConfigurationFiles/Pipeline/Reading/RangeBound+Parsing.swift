import Records

extension RangeBound {
  /// Reads a date, a local time, an instant or one of the relative forms; nil for anything else.
  package init?(written text: String) {
    let words = text.lowercased().split(separator: " ").map(String.init)
    switch words {
    case ["now"]: self = .now
    case ["today"]: self = .daysAgo(0)
    case ["yesterday"]: self = .daysAgo(1)
    case ["start", "of", "month"], ["start", "of", "this", "month"]: self = .monthsAgo(0)
    case _ where words.count == 3 && words[2] == "ago":
      guard words[0].allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(words[0]), count <= 100_000 else {
        return nil
      }
      switch words[1] {
      case "day", "days": self = .daysAgo(count)
      case "month", "months": self = .monthsAgo(count)
      default: return nil
      }
    default:
      let bytes = Array(text.utf8)
      if let day = ISO8601Parser.day(bytes) {
        self = .day(day)
      } else if let time = ISO8601Parser.civilTime(bytes) {
        self = .local(time)
      } else if let instant = ISO8601Parser.instant(bytes) {
        self = .instant(instant)
      } else {
        return nil
      }
    }
  }

  static func hint(for text: String) -> String {
    let looksLikeADate =
      text.count >= 10 && text.prefix(10).split(separator: "-").map(\.count) == [4, 2, 2]
      && text.prefix(10).allSatisfy { $0.isNumber || $0 == "-" }
    if looksLikeADate {
      return ISO8601Parser.day(Array(text.prefix(10).utf8)) == nil ? "; the day does not exist" : ""
    }
    return SpellingSuggestion.hint(for: text, among: ["today", "yesterday", "now", "start of month"])
  }

  /// Returns true if the range between two bounds is empty regardless of the current time; false if that is not
  /// certain.
  package static func isCertainlyEmpty(from: RangeBound, to: RangeBound) -> Bool {
    switch (from, to) {
    case (.day, .day), (.day, .local), (.local, .day), (.local, .local):
      guard let start = from.civilTime, let end = to.civilTime else { return false }
      return start >= end
    case (.instant(let start), .instant(let end)): return start >= end
    case (.daysAgo(let start), .daysAgo(let end)), (.monthsAgo(let start), .monthsAgo(let end)): return start <= end
    case (.now, .now), (.now, .daysAgo), (.now, .monthsAgo): return true
    default: return false
    }
  }

  private var civilTime: CivilTime? {
    switch self {
    case .day(let day): CivilTime(day: day)
    case .local(let time): time
    default: nil
    }
  }
}

extension RangeBound: CustomStringConvertible {
  /// The bound as written in a pipeline.
  package var description: String {
    switch self {
    case .day(let day): "\(day)"
    case .local(let time): "\(time)"
    case .instant(let instant): "\(instant)"
    case .daysAgo(0): "today"
    case .daysAgo(1): "yesterday"
    case .daysAgo(let count): "\(count) days ago"
    case .monthsAgo(0): "start of month"
    case .monthsAgo(1): "1 month ago"
    case .monthsAgo(let count): "\(count) months ago"
    case .now: "now"
    }
  }
}
