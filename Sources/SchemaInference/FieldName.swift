import ConfigurationFiles
import Records

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
