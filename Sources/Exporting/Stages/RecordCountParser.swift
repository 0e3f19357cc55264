/// Reads a number of records in the formats in which APIs write whole numbers: `1957`, `1,957`, `1 957`, `1957.0`,
/// `1.957e3`.
enum RecordCountParser {
  enum Count: Hashable {
    case count(Int)
    /// Not a whole number, or one that can be read in two ways (`2.000`).
    case unreadable
    /// Negative, or more than any source has.
    case impossible
  }

  /// Sums of such counts do not overflow.
  static let most = 1_000_000_000_000

  /// - Parameter isJSONNumber: a point separates the fraction; in text it may also group digits.
  static func parse(_ text: String, isJSONNumber: Bool) -> Count {
    var digits = text.trimmingPrefix { $0.isWhitespace }
    while digits.last?.isWhitespace == true { digits.removeLast() }
    let sign = digits.first.flatMap { "+-".contains($0) ? $0 : nil }
    if sign != nil { digits.removeFirst() }
    var readings = Set([decimal(digits, point: ".")].compactMap { $0 })
    if !isJSONNumber {
      if let grouped = grouped(digits) {
        // In English text a comma groups digits, whatever else it could mean.
        if digits.contains(",") { readings = [grouped] } else { readings.insert(grouped) }
      } else if let comma = decimal(digits, point: ",") {
        readings.insert(comma)
      }
    }
    guard let reading = readings.first, readings.count == 1 else { return .unreadable }
    if sign == "-", reading != .count(0) { return .impossible }
    return reading
  }

  /// `1957`, `1957.00` and `1.957e3`; nil if the text is not such a number, or not a whole one.
  private static func decimal(_ text: Substring, point: Character) -> Count? {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    let mantissa = parts[0].split(separator: point, maxSplits: 1, omittingEmptySubsequences: false)
    guard mantissa.allSatisfy(isDigits) else { return nil }
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    var digits = String(mantissa[0] + fraction)
    var exponent = 0
    if parts.count > 1 {
      let sign: Substring = parts[1].hasPrefix("-") ? "-" : ""
      let magnitude = "+-".contains(parts[1].first ?? " ") ? parts[1].dropFirst() : parts[1]
      guard isDigits(magnitude) else { return nil }
      // Beyond these many digits the number is zero, not whole or impossible, however large the exponent.
      exponent = Int(sign + magnitude.prefix(6)) ?? 0
    }
    var shift = exponent - fraction.count
    while shift < 0, digits.last == "0" {
      digits.removeLast()
      shift += 1
    }
    guard shift >= 0 || digits.isEmpty else { return nil }
    let whole = digits.drop { $0 == "0" }
    if whole.isEmpty { return .count(0) }
    guard whole.count + shift <= 13 else { return .impossible }
    return count(whole + String(repeating: "0", count: shift))
  }

  /// `1,957`, `1.957.000` and `1'957.00`: groups of three digits behind one separator; nil for anything else.
  private static func grouped(_ text: Substring) -> Count? {
    guard let separator = text.first(where: { !$0.isNumber }), ",.'’_ \u{A0}\u{202F}".contains(separator) else {
      return nil
    }
    var whole = text
    let points = ".,".filter { $0 != separator }
    if let point = text.lastIndex(where: points.contains) {
      guard text[text.index(after: point)...].allSatisfy({ $0 == "0" }), text.last == "0" else { return nil }
      whole = text[..<point]
    }
    let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
    guard groups.count > 1, groups.allSatisfy(isDigits), groups[0].count <= 3,
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    return count(Substring(groups.joined()).drop { $0 == "0" })
  }

  private static func count(_ digits: Substring) -> Count {
    if digits.isEmpty { return .count(0) }
    guard digits.count <= 13, let count = Int(digits), count <= most else { return .impossible }
    return .count(count)
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }
}
