import Records

/// The forms of typed values that a text has; several if one is a special case of another.
struct TextTypes: OptionSet {
  var rawValue: UInt16

  /// An integer of at most 15 digits in canonical form: without `+` and leading zeros.
  static let integer = TextTypes(rawValue: 1 << 0)
  /// A number with or without a fraction, without `+`, leading zeros and exponent.
  static let decimal = TextTypes(rawValue: 1 << 1)
  /// Any number of digits.
  static let digits = TextTypes(rawValue: 1 << 2)
  static let boolean = TextTypes(rawValue: 1 << 3)
  static let date = TextTypes(rawValue: 1 << 4)
  /// A date, possibly with a time, without a zone.
  static let civil = TextTypes(rawValue: 1 << 5)
  /// A date and time with `Z` or an offset.
  static let instant = TextTypes(rawValue: 1 << 6)
  /// `HH:MM:SS`, hours beyond 24 too.
  static let clock = TextTypes(rawValue: 1 << 7)

  static let all = TextTypes(rawValue: .max)

  /// Texts that APIs use for missing values.
  static let placeholders = ["", "-", "--", "N/A", "n/a", "null", "NULL", "None"]

  /// More digits than a double represents exactly are sent as text because they are not a quantity.
  private static let maxDigits = 15
  /// Longer texts are none of the forms.
  private static let longest = 40

  init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  init(_ text: some Collection<UInt8>) {
    self = []
    guard let first = text.first, text.count <= TextTypes.longest else { return }
    let isSigned = first == UInt8(ascii: "-")
    guard TextTypes.isDigit(isSigned ? text.dropFirst().first ?? 0 : first) else {
      let isBoolean = text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8)
      if isBoolean { self = .boolean }
      return
    }
    let bytes = Array(text)
    self = TextTypes.number(isSigned ? bytes[1...] : bytes[...]).union(isSigned ? [] : TextTypes.time(bytes))
    if isSigned { remove(.digits) }
  }

  private static func number(_ text: ArraySlice<UInt8>) -> TextTypes {
    let whole = text.prefix { isDigit($0) }
    let fraction = text.dropFirst(whole.count + 1)
    let isPlain = whole.count == 1 || whole.first != UInt8(ascii: "0")
    if whole.count == text.count {
      if !isPlain { return .digits }
      return whole.count <= maxDigits ? [.integer, .decimal, .digits] : .digits
    }
    guard isPlain, text[whole.endIndex] == UInt8(ascii: "."), !fraction.isEmpty, fraction.allSatisfy({ isDigit($0) })
    else { return [] }
    return .decimal
  }

  private static func time(_ text: [UInt8]) -> TextTypes {
    if text.count >= 10, text[4] == UInt8(ascii: "-") {
      if ISO8601Parser.day(text) != nil { return [.date, .civil] }
      if ISO8601Parser.civilTime(text) != nil { return .civil }
      return ISO8601Parser.instant(text) != nil ? .instant : []
    }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 3, (1...6).contains(parts[0].count), parts.allSatisfy({ $0.allSatisfy { isDigit($0) } }),
      parts[1].count == 2, parts[2].count == 2, parts[1].first! < UInt8(ascii: "6"), parts[2].first! < UInt8(ascii: "6")
    else { return [] }
    return .clock
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
