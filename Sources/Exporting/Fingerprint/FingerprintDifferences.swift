/// The differences between the settings of two fingerprints, as text.
package struct FingerprintDifferences {
  /// Changed settings, then removed and added ones, each sorted by name; settings that follow from another difference
  /// are omitted.
  package let descriptions: [String]

  package init(from old: [String: String], to new: [String: String]) {
    let names = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
    let isAnotherFormat = names.contains("sink format")
    let isAnotherReport = names.contains("report")
    let hasOtherFields = names.contains { $0.hasPrefix("field ") && (old[$0] == nil || new[$0] == nil) }
    let own = names.sorted().filter { name in
      if isAnotherFormat, name.hasPrefix("csv ") { return false }
      if isAnotherReport, FingerprintDifferences.ofReport.contains(where: name.hasPrefix) { return false }
      return !(hasOtherFields && name == "columns")
    }
    func name(_ key: String) -> String { FingerprintDifferences.names[key] ?? key }
    let changed = own.compactMap { key in
      old[key].flatMap { before in new[key].map { "\(name(key)): \(before) -> \($0)" } }
    }
    let removed = own.filter { new[$0] == nil }.map { "\(name($0)): removed" }
    let added = own.filter { old[$0] == nil }.map { "\(name($0)): added" }
    descriptions = changed + removed + added
  }

  /// Beginnings of the names of settings that the catalog defines for each report.
  private static let ofReport = ["request", "pages", "window format", "place of the records"]

  /// Names that differ from the fingerprint's keys: rewording a key would change the fingerprint of all files.
  private static let names = [
    "sink format": "format", "chunk length": "chunk", "place of the records": "path of the records",
  ]
}
