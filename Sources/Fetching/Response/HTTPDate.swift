package import Records

/// The three forms of dates in HTTP headers (RFC 9110): `Sun, 06 Nov 1994 08:49:37 GMT`, and of old servers
/// `Sunday, 06-Nov-94 08:49:37 GMT` (RFC 850) and `Sun Nov  6 08:49:37 1994` (asctime).
package enum HTTPDate {
  /// Nil if the text has another form.
  package static func instant(_ text: String) -> Instant? {
    let words = text.split(whereSeparator: \.isWhitespace)
    let isUTC = words.last == "GMT" || words.last == "UTC"
    switch words.count {
    case 6 where isUTC && words[0].hasSuffix(","):
      return instant(day: words[1], month: words[2], year: Int(words[3]), clock: words[4])
    case 4 where isUTC && words[0].hasSuffix(","):
      let date = words[1].split(separator: "-", omittingEmptySubsequences: false)
      guard date.count == 3 else { return nil }
      return instant(day: date[0], month: date[1], year: year(ofTwoDigits: date[2]), clock: words[2])
    case 5:
      return instant(day: words[2], month: words[1], year: Int(words[4]), clock: words[3])
    default: return nil
    }
  }

  private static func instant(day: Substring, month: Substring, year: Int?, clock: Substring) -> Instant? {
    guard let day = Int(day), let month = months.firstIndex(of: month.lowercased()), let year,
      (1970...9999).contains(year), let date = CalendarDay(year: year, month: month + 1, day: day)
    else { return nil }
    let clock = clock.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    // A leap second is written as 60.
    guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0...60).contains(clock[2])
    else { return nil }
    return Instant(seconds: Int64(date.daysSinceEpoch) * 86_400 + Int64(clock[0] * 3_600 + clock[1] * 60 + clock[2]))
  }

  /// No server's clock is before 1970.
  private static func year(ofTwoDigits text: Substring) -> Int? {
    guard text.utf8.count == 2, let year = Int(text), year >= 0 else { return nil }
    return year < 70 ? 2000 + year : 1900 + year
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}
