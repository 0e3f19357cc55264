package import Records

/// One output column: where its values come from and what is done to them before they are cast to the column's type.
///
/// Order of work: `trim`, `nullIf`, `defaultValue`, cast.
package struct MappedField: Hashable, Sendable {
  package var column: Column
  package var origin: Origin
  /// How times are written, where they are not ISO 8601; the column's type is `timestamp`, `local_timestamp` or `date`.
  package var format: TimePattern?
  /// Texts that mean null. A string is compared unescaped and trimmed, a number or boolean by its JSON text.
  package var nullIf: [String]
  /// Whether ASCII white space is taken off both ends of a string, also where it is written as escapes.
  package var trim: Bool
  /// Stands for a value that is missing, null or became null. It is cast like a text; in a `json` column it is taken
  /// for JSON where it is JSON, else for a string.
  package var defaultValue: String?
  /// What a `string` column puts between an array's elements; without it an array becomes compact JSON.
  package var join: String?
  /// Whether a record without the key, or with a null that no default stands for, has a bad value.
  package var isRequired: Bool { column.isRequired }
  /// What a `decimal` column can hold; nil: any number of digits.
  package var decimalDigits: DecimalDigits?

  /// The most digits of a decimal before and after its point; zeros at its end do not count.
  package struct DecimalDigits: Hashable, Sendable {
    package var whole: Int
    package var fraction: Int

    package init(whole: Int, fraction: Int) {
      self.whole = whole
      self.fraction = fraction
    }
  }

  package enum Origin: Hashable, Sendable {
    /// Slots of the raw batch: the first whose value is there and not null wins.
    case record(slots: [Int])
    /// An index into the constants of the call; the same for every row of the batch.
    case constant(index: Int)
    /// A JSON object of the keys that nobody asked for, null where a record has none. The column's type is `json`.
    case extras
  }

  package init(
    column: Column, origin: Origin, format: TimePattern? = nil, nullIf: [String] = [], trim: Bool = false,
    defaultValue: String? = nil, join: String? = nil, decimalDigits: DecimalDigits? = nil
  ) {
    self.column = column
    self.origin = origin
    self.format = format
    self.nullIf = nullIf
    self.trim = trim
    self.defaultValue = defaultValue
    self.join = join
    self.decimalDigits = decimalDigits
  }
}

extension MappedField.DecimalDigits {
  /// Whether a decimal in plain digits, without leading zeros, fits.
  func holds(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.endIndex
    let fraction = digits[min(point + 1, digits.endIndex)...]
    let places = fraction.lastIndex { $0 != UInt8(ascii: "0") }.map { $0 - fraction.startIndex + 1 } ?? 0
    return point - digits.startIndex <= whole && places <= self.fraction
  }
}
