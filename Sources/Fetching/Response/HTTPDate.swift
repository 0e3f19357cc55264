package import Records

/// The date form that HTTP servers send (RFC 9110, `IMF-fixdate`): `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
  /// Nil if the text has another form.
  package static func instant(_ text: String) -> Instant? {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT" || words[5] == "UTC", let day = Int(words[1]),
      let month = months.firstIndex(of: words[2].lowercased()), let year = Int(words[3]), (1970...9999).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    // A leap second is written as 60.
    guard let date = CalendarDay(year: year, month: month + 1, day: day), clock.count == 3, (0..<24).contains(clock[0]),
      (0..<60).contains(clock[1]), (0...60).contains(clock[2])
    else { return nil }
    return Instant(seconds: Int64(date.daysSinceEpoch) * 86_400 + Int64(clock[0] * 3_600 + clock[1] * 60 + clock[2]))
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}
