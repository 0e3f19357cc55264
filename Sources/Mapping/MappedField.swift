package import Records

/// One output column: the source of its values, and the steps before they are cast to the column's type.
///
/// Order of steps: `trim`, `nullIf`, `defaultValue`, cast.
package struct MappedField: Hashable, Sendable {
  package var column: Column
  package var origin: Origin
  /// The format of times that are not ISO 8601; the column's type is `timestamp`, `local_timestamp` or `date`.
  package var format: TimePattern?
  /// Texts that mean null. A string is compared unescaped and trimmed, a number or boolean by its JSON text.
  package var nullIf: [String]
  /// Removes ASCII whitespace at both ends of a string, also if it is escaped.
  package var trim: Bool
  /// Replaces a value that is missing, null or became null. It is cast like a text; in a `json` column, it is used as
  /// JSON if it is JSON, otherwise as a string.
  package var defaultValue: String?
  /// The separator between an array's elements in a `string` column; without it, an array becomes compact JSON.
  package var join: String?
  /// True if a record without the key, or with a null that has no default, has a bad value.
  package var isRequired: Bool { column.isRequired }
  /// The digits of a `decimal` column; nil for any number of digits.
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
    /// A JSON object of the unwanted keys, null if a record has none. The column's type is `json`.
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
  /// Returns true if a decimal in plain digits, without leading zeros, fits.
  func holds(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.endIndex
    let fraction = digits[min(point + 1, digits.endIndex)...]
    let places = fraction.lastIndex { $0 != UInt8(ascii: "0") }.map { $0 - fraction.startIndex + 1 } ?? 0
    return point - digits.startIndex <= whole && places <= self.fraction
  }
}
