import ArgumentParser
import ConfigurationFiles
import Foundation

/// Shell completions that the program computes.
enum Completions {
  /// SYSTEM/REPORT of the built-in systems.
  static let reports = CompletionKind.custom { _, _, _ in
    CatalogLibrary().names.flatMap { name -> [String] in
      // Commands that use the catalog report its errors.
      guard let system = try? CatalogLibrary().system(named: name) else { return [] }
      return system.reports.map { "\(name)/\($0.name)" }
    }
  }

  static let timeZones = CompletionKind.custom { _, _, _ in TimeZone.knownTimeZoneIdentifiers }

  static let yaml = CompletionKind.file(extensions: ["yaml", "yml"])
}
