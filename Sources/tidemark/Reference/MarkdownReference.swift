import ConfigurationFiles

/// Renders the keys of a file as a Markdown page with one table per section, from the same keys that parsing uses.
enum MarkdownReference {
  static func text(of kind: SchemaCommand.Kind) -> String {
    var lines = [
      "# Keys of a \(kind.rawValue) file", "",
      "This page is the output of `tidemark schema \(kind.rawValue) --format markdown`, and `\(kind.rawValue).schema.json` "
        + "next to it that of `tidemark schema \(kind.rawValue)`, for editors.",
    ]
    switch kind {
    case .pipeline:
      lines += [
        "`${NAME}` and `${NAME:-default}` are replaced by environment variables in any single value.", "",
        "`source` also takes the parameters and secrets of the report's system; `tidemark reports SYSTEM/REPORT` lists them.",
      ]
    case .catalog: lines += ["`tidemark check FILE` reports all errors in such a file."]
    }
    var sections = Sections()
    sections.add(kind.keys, path: "", help: nil)
    return (lines + sections.lines).joined(separator: "\n")
  }

  private struct Sections {
    var lines: [String] = []
    /// The keys of each section by their path, so that repeated keys can link to them.
    private var known: [(path: String, names: [String])] = []

    mutating func add(_ keys: [KeySpec], path: String, help: String?) {
      if !path.isEmpty { lines += ["", "## `\(path)`"] }
      if let help { lines += ["", help] }
      lines += ["", "| key | value | default | meaning | example |", "|---|---|---|---|---|"]
      var inner: [(keys: [KeySpec], path: String, help: String)] = []
      for key in keys {
        let place = path.isEmpty ? key.name : "\(path).\(key.name)"
        var value = key.value.words
        for (section, suffix) in key.value.sections {
          if let twin = known.first(where: { $0.names == section.map(\.name) }) {
            value += ", same keys as [`\(twin.path)`](#\(MarkdownReference.anchor(twin.path)))"
          } else {
            value += ", see [`\(place)\(suffix)`](#\(MarkdownReference.anchor(place + suffix)))"
            inner.append((section, place + suffix, key.help))
            known.append((place + suffix, section.map(\.name)))
          }
        }
        let cells = ["`\(key.name)`", value, key.presence.words, key.help, key.example.map { "`\($0)`" } ?? ""]
        lines.append("| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |")
      }
      for section in inner { add(section.keys, path: section.path, help: section.help) }
    }
  }

  /// Returns the anchor that links to a heading.
  private static func anchor(_ path: String) -> String {
    path.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }
}

extension KeySpec.Presence {
  fileprivate var words: String {
    switch self {
    case .required: "**required**"
    case .optional: ""
    case .defaultText(let text): text.isEmpty ? "nothing" : "`\(text)`"
    }
  }
}

extension ValueSpec {
  /// Describes the expected value, with the allowed words.
  fileprivate var words: String {
    switch self {
    case .scalar(.word(let words)): words.map { "`\($0)`" }.joined(separator: ", ")
    case .scalar(.template(let tokens?)):
      "text with tokens in braces: \(tokens.map { "`\($0)`" }.joined(separator: ", "))"
    case .scalar(let form): form.expectation
    case .given, .json: expectation
    case .list(let element): "a list, each element \(element.words)"
    case .keys: "a mapping"
    case .names(let element, let noun): "a mapping, each key \(noun) with \(element.words)"
    case .anyOf(let specs): specs.map(\.words).joined(separator: ", or ")
    }
  }

  /// The nested mappings, each with its path from the key.
  fileprivate var sections: [(keys: [KeySpec], suffix: String)] {
    switch self {
    case .scalar, .given, .json: return []
    case .keys(let keys, _): return [(keys, "")]
    case .list(let element): return element.sections
    case .names(let element, let noun):
      let name = noun.split(separator: " ").last.map { $0.uppercased() } ?? "NAME"
      return element.sections.map { ($0.keys, ".\(name)\($0.suffix)") }
    case .anyOf(let specs):
      var found: [(keys: [KeySpec], suffix: String)] = []
      for section in specs.flatMap(\.sections) where !found.contains(where: { $0.suffix == section.suffix }) {
        found.append(section)
      }
      return found
    }
  }
}
