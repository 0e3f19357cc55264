import Foundation

/// Names of time zones, checked against the system's data base.
enum TimeZoneName {
  /// Returns nil if the time zone exists; otherwise the text to append to an error message, possibly empty.
  static func error(in text: String) -> String? {
    // Abbreviations are rejected even if the system knows them, because EST and CST are ambiguous.
    let isFullName = text.contains("/") || text == "UTC" || text == "GMT"
    if isFullName, TimeZone(identifier: text) != nil { return nil }
    if text.count <= 5, text.allSatisfy(\.isUppercase) { return "; an abbreviation is ambiguous" }
    let known = TimeZone.knownTimeZoneIdentifiers
    if let meant = SpellingSuggestion.of(text, among: known) { return "; did you mean `\(meant)`?" }
    let city = text.split(separator: "/").last.map { String($0.replacing(" ", with: "_")) } ?? text
    return known.first { SpellingSuggestion.of(city, among: [String($0.split(separator: "/").last ?? "")]) != nil }
      .map { "; did you mean `\($0)`?" } ?? ""
  }
}
