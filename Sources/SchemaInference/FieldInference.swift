import Reading
package import Records

/// Properties of one field's values, collected value by value, and the type inferred from them.
package struct FieldInference: Sendable {
  package private(set) var missing = 0
  package private(set) var nulls = 0
  /// The first significant value, on one line and truncated if it is long.
  package private(set) var example: String?

  private var booleans = 0
  private var integers = 0
  private var fractions = 0
  private var hugeIntegers = 0
  private var containers = 0
  /// The number of texts that are not placeholders.
  private var texts = 0
  /// The forms common to all `texts`.
  private var forms = TextTypes.all
  /// The number of occurrences of each of `TextTypes.placeholders`.
  private var placeholders = [Int](repeating: 0, count: TextTypes.placeholders.count)
  private static let placeholderBytes = TextTypes.placeholders.map { Array($0.utf8) }
  private static let exampleBytes = 60

  package init() {}

  /// Adds a value of the field from the next record.
  package mutating func note(_ value: ValueRef, in bytes: [UInt8]) {
    let text = bytes[value.start..<value.end]
    switch value.kind {
    case .missing: missing += 1
    case .null: nulls += 1
    case .true, .false: booleans += 1
    case .array, .object: containers += 1
    case .number: noteNumber(text)
    case .string: noteText(text, hasEscapes: value.hasEscapes)
    }
    if example == nil, !value.isNull, value.length > 1 || text.first != UInt8(ascii: "-") {
      example = FieldInference.excerpt(of: text, isText: value.kind == .string)
    }
  }

  private mutating func noteNumber(_ text: ArraySlice<UInt8>) {
    if text.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }) {
      fractions += 1
    } else if text.count <= 18 || Int64(String(decoding: text, as: UTF8.self)) != nil {
      integers += 1
    } else {
      hugeIntegers += 1
    }
  }

  private mutating func noteText(_ text: ArraySlice<UInt8>, hasEscapes: Bool) {
    if text.count <= 4, let index = FieldInference.placeholderBytes.firstIndex(where: { text.elementsEqual($0) }) {
      placeholders[index] += 1
      return
    }
    texts += 1
    guard !forms.isEmpty else { return }
    if hasEscapes {
      let quote = UInt8(ascii: "\"")
      let plain = CapturedValue(kind: .string, text: [quote] + text + [quote]).unescapedText ?? ""
      forms.formIntersection(TextTypes(plain.utf8))
    } else {
      forms.formIntersection(TextTypes(text))
    }
  }

  /// The number of records without a significant value.
  package var emptyCount: Int { missing + nulls + (nullIf(.integer).isEmpty ? 0 : placeholders.reduce(0, +)) }

  /// Returns the type that fits all values.
  ///
  /// - Parameter isIdentifier: true if the field's name suggests that its digits are not a quantity, so that digits
  ///   sent as text remain text.
  package func type(isIdentifier: Bool) -> ColumnType {
    let numbers = integers + fractions
    if containers > 0 { return .json }
    if hugeIntegers > 0 { return .string }
    if booleans > 0 { return numbers == 0 && (texts == 0 || forms.contains(.boolean)) ? .boolean : .string }
    if texts == 0 { return numbers == 0 ? .string : fractions > 0 ? .double : .integer }
    if forms.contains(.digits), isIdentifier { return .string }
    if forms.contains(.integer), fractions == 0 { return .integer }
    if forms.contains(.decimal) { return fractions > 0 ? .double : .decimal }
    if numbers > 0 { return .string }
    if forms.contains(.boolean) { return .boolean }
    if forms.contains(.date) { return .date }
    if forms.contains(.civil) { return .localTimestamp }
    if forms.contains(.instant) { return .timestamp }
    return forms.contains(.clock) ? .seconds : .string
  }

  /// Returns the texts to read as null for the type; none for free text, in which an empty text may be intended.
  package func nullIf(_ type: ColumnType) -> [String] {
    let isFreeText = type == .json || (type == .string && (texts == 0 || !forms.contains(.digits)))
    if isFreeText { return [] }
    return zip(TextTypes.placeholders, placeholders).filter { $0.1 > 0 }.map(\.0)
  }

  private static func excerpt(of text: ArraySlice<UInt8>, isText: Bool) -> String? {
    let isCut = text.count > exampleBytes
    let start = Array(text.prefix(exampleBytes))
    let plain =
      isText
      ? CapturedValue(kind: .string, text: [UInt8(ascii: "\"")] + start, isCut: true).unescapedText ?? ""
      : String(decoding: start, as: UTF8.self)
    let line = plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.isEmpty ? nil : line + (isCut ? "…" : "")
  }
}
