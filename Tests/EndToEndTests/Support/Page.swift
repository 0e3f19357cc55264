import Foundation

/// A Markdown page of the project.
struct Page {
  /// Every page that is written by hand or generated.
  static let paths = [
    "README.md", "Sources/README.md", "Sources/ConfigurationFiles/Systems/README.md",
    "Sources/ConfigurationFiles/Systems/keys.md",
    "pipelines/README.md", "pipelines/keys.md", "samples/README.md",
  ]

  let path: String
  let text: String

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOf: Binary.checkout.appending(path: path), encoding: .utf8)
  }

  /// The text of each fenced block of a language.
  func blocks(_ language: String) -> [String] {
    text.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  /// The page without its fenced blocks.
  private var prose: String {
    text.components(separatedBy: "\n```").enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
      .joined(separator: "\n")
  }

  /// The cells of the table whose first column has this heading, row by row.
  func table(_ heading: String) -> [[String]] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("| \(heading) |") }) else { return [] }
    return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// The targets of the links in the prose.
  var links: [String] {
    prose.matches(of: /\]\(([^)\s]+)\)/).map { String($0.output.1) }
  }

  /// The names by which GitHub links to the headings.
  var anchors: Set<String> {
    let headings = prose.split(separator: "\n").filter { $0.hasPrefix("#") }
    return Set(
      headings.map { heading in
        heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
          .filter { $0.isLetter || $0.isNumber || " _-".contains($0) }.replacing(" ", with: "-")
      })
  }

  /// The words in backticks.
  static func code(in text: String) -> [String] {
    text.matches(of: /`([^`]+)`/).map { String($0.output.1) }
  }
}
