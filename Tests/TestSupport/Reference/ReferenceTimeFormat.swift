import Records

/// A field's `format` as plainly as it can be read: letter by letter, with nothing prepared.
package struct ReferenceTimeFormat: Hashable, Sendable {
  /// The format as written in a file.
  package var text: String

  package init(_ text: String) {
    self.text = text
  }

  /// Formats of every kind, for random tests.
  package static let some = [
    "epoch_seconds", "epoch_milliseconds", "dd/MM/yyyy HH:mm:ss", "MM/dd/yyyy hh:mm:ss a", "yyyyMMdd",
    "yyyyMMddHHmmssSSS",
    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", "'é' dd.MM.yyyy", "ahh-ddMMyyyy", "XXX yyyy-MM-dd HH",
  ].map(ReferenceTimeFormat.init)

  /// Microseconds in the text's local time and its offset in seconds, if it has one; nil if the text is bad.
  func read(_ written: String) -> (microseconds: Int64, offset: Int64?)? {
    switch text {
    case "epoch_seconds": count(written, places: 6, step: 1)
    case "epoch_milliseconds": count(written, places: 0, step: 1_000)
    default: pattern(written)
    }
  }

  /// A number of steps, which is an integer after multiplication by a power of ten.
  private func count(_ written: String, places: Int, step: Int64) -> (microseconds: Int64, offset: Int64?)? {
    guard let digits = ReferenceMapping(type: .decimal).decimal(written) else { return nil }
    let halves = digits.split(separator: ".")
    var fraction = halves.count == 2 ? String(halves[1]) : ""
    while fraction.count > places, fraction.last == "0" { fraction.removeLast() }
    guard fraction.count <= places,
      let steps = Int64(halves[0] + fraction + String(repeating: "0", count: places - fraction.count))
    else { return nil }
    let (count, overflows) = steps.multipliedReportingOverflow(by: step)
    let year = CivilTime(microseconds: count).day.components.year
    return !overflows && (0...9_999).contains(year) ? (count, 0) : nil
  }

  private func pattern(_ written: String) -> (microseconds: Int64, offset: Int64?)? {
    var rest = Array(written.utf8)
    var letters = Array(text.utf8)
    var found: [String: Int] = [:]
    var offset: Int64?
    func take(_ count: Int) -> String? {
      guard rest.count >= count else { return nil }
      defer { rest.removeFirst(count) }
      return String(decoding: rest.prefix(count), as: UTF8.self)
    }
    func number(_ count: Int) -> Int? {
      guard let digits = take(count), digits.utf8.count == count, digits.utf8.allSatisfy({ (48...57).contains($0) })
      else {
        return nil
      }
      return Int(digits)
    }
    var isQuoted = false
    while let letter = letters.first {
      let isLetter = letter >= 65 && letter <= 90 || letter >= 97 && letter <= 122
      if letter == UInt8(ascii: "'") {
        letters.removeFirst()
        isQuoted.toggle()
      } else if isQuoted || !isLetter {
        guard rest.first == letter else { return nil }
        letters.removeFirst()
        rest.removeFirst()
      } else {
        let run = letters.prefix { $0 == letter }.count
        letters.removeFirst(run)
        switch Unicode.Scalar(letter) {
        case "a":
          guard let half = take(2)?.lowercased(), half == "am" || half == "pm" else { return nil }
          found["a"] = half == "am" ? 0 : 12
        case "X":
          guard let sign = take(1) else { return nil }
          if sign == "Z" {
            offset = 0
            continue
          }
          guard sign == "+" || sign == "-", let hours = number(2), hours < 24 else { return nil }
          var minutes = 0
          let hasColon = rest.first == UInt8(ascii: ":")
          if rest.dropFirst(hasColon ? 1 : 0).prefix(2).count(where: { (48...57).contains($0) }) == 2 {
            if hasColon { rest.removeFirst() }
            minutes = number(2) ?? 0
          }
          guard minutes < 60 else { return nil }
          offset = Int64(hours * 60 + minutes) * (sign == "-" ? -60 : 60)
        default:
          guard let digits = number(run) else { return nil }
          found[String(repeating: Character(Unicode.Scalar(letter)), count: run)] = digits
        }
      }
    }
    guard rest.isEmpty, let day = CalendarDay(year: found["yyyy"]!, month: found["MM"]!, day: found["dd"]!) else {
      return nil
    }
    var hour = found["HH"] ?? 0
    if let half = found["hh"] {
      guard half >= 1, half <= 12 else { return nil }
      hour = (half == 12 ? 0 : half) + found["a"]!
    }
    let (minute, second) = (found["mm"] ?? 0, found["ss"] ?? 0)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    let fraction = found["SSSSSS"] ?? (found["SSS"] ?? 0) * 1_000
    let time = CivilTime(day: day, hour: hour, minute: minute, second: second, microsecond: fraction)
    return (time.microseconds, offset)
  }
}
