import ArgumentParser
import Declarations
import Foundation

/// What a shell offers where the program alone knows the words.
enum Completions {
  /// SYSTEM/REPORT of the built-in systems.
  static let reports = CompletionKind.custom { _, _, _ in
    CatalogLibrary().names.flatMap { name -> [String] in
      // A fault of the catalog is told where the catalog is used.
      guard let system = try? CatalogLibrary().system(named: name) else { return [] }
      return system.reports.map { "\(name)/\($0.name)" }
    }
  }

  static let timeZones = CompletionKind.custom { _, _, _ in TimeZone.knownTimeZoneIdentifiers }

  static let yaml = CompletionKind.file(extensions: ["yaml", "yml"])
}
