package import Declarations
package import Records

/// A column proposed for a response.
package struct FieldProposal: Sendable {
  /// The path of the value in a record.
  package var path: FieldOrigin.KeyPath
  /// The keys of the path joined by `_`; unique among the columns, ignoring case.
  package var name: String
  package var type: ColumnType
  package var nullIf: [String]
  /// The number of records without a significant value.
  package var emptyCount: Int
  package var example: String?

  /// True if its name suggests that it contains the record's time.
  package var isTimeOfRecord: Bool { path.keys.contains { FieldName($0).isTimeOfRecord } }

  init(path: [String], name: String, _ inference: FieldInference) {
    self.path = FieldOrigin.KeyPath(path)
    self.name = name
    type = inference.type(isIdentifier: FieldName(path.last ?? "").isIdentifier)
    nullIf = inference.nullIf(type)
    emptyCount = inference.emptyCount
    example = inference.example
  }
}

/// The words of a key: `createdAt`, `created_at` and `created-at` have the same.
struct FieldName {
  let words: [String]

  init(_ key: String) {
    var words: [String] = []
    var wasLower = false
    for character in key {
      guard character.isLetter || character.isNumber else {
        words.append("")
        wasLower = false
        continue
      }
      if words.isEmpty || (wasLower && character.isUppercase) { words.append("") }
      words[words.count - 1] += character.lowercased()
      wasLower = !character.isUppercase
    }
    self.words = words.filter { !$0.isEmpty }
  }

  /// True if the values are identifiers, even if they consist of digits.
  var isIdentifier: Bool {
    words.contains { FieldName.identifiers.contains($0) }
  }

  /// True if it contains the record's time.
  var isTimeOfRecord: Bool {
    words.contains { FieldName.times.contains($0) }
  }

  private static let identifiers: Set<String> = [
    "id", "ids", "uid", "uuid", "guid", "code", "cod", "key", "ref", "reference", "sku", "ean", "isbn", "iban", "zip",
    "postal", "postcode", "phone", "telephone", "mobile", "tel", "msisdn", "ani", "dnis", "account", "extension",
  ]

  private static let times: Set<String> = [
    "date", "time", "datetime", "timestamp", "created", "started", "start", "occurred", "at",
  ]
}
