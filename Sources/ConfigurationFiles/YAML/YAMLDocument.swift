import Yams

/// A YAML text as a tree of nodes with their places.
struct YAMLDocument {
  /// The root node; nil if the text contains no document, or an invalid one.
  var root: YAMLNode?
  var diagnostics: [Diagnostic] = []

  /// More nodes than any sane file has; aliases of aliases could make billions of them.
  private static let nodeLimit = 100_000

  /// Reads the first document of a text.
  ///
  /// A duplicate key in a mapping is an error, and reading continues with the last one.
  init(_ text: String, path: String) {
    var conversion = Conversion(path: path)
    // Some editors begin a file with a byte order mark, which the parser reads as text.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    // Yams stops at the first duplicate: its key is masked in place, so that no position changes, and the text is
    // parsed again.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0) }
    var source = text
    while true {
      do {
        if let location = try YAMLAliasLimit.excess(in: source, limit: YAMLDocument.nodeLimit) {
          conversion.addError(
            at: YAMLNode.Location(location), "aliases expand the file to more than \(YAMLDocument.nodeLimit) values")
          break
        }
        // Without resolution rules, no scalar is converted to a number or a date, and parsing is much faster.
        let node = try compose(yaml: source, .basic)
        root = node.flatMap { conversion.node($0) }
        break
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        let mask = Unicode.Scalar(UInt32(0xE000 + conversion.masked.count))
        let location = YAMLNode.Location(context.mark)
        guard let mask, conversion.masked.count < 100,
          let name = YAMLDocument.mask(names, at: location, with: mask, in: &lines)
        else {
          conversion.addError(at: location, "duplicate key in this mapping")
          break
        }
        conversion.masked[mask] = name
        source = lines.map { line in
          var view = String.UnicodeScalarView()
          view.append(contentsOf: line)
          return String(view)
        }.joined(separator: "\n")
      } catch {
        conversion.syntaxError(error, in: text)
        break
      }
    }
    diagnostics = conversion.diagnostics
  }

  /// Replaces the key at a mark by as many `mask` characters, and returns which of the names it was.
  private static func mask(
    _ names: [String], at location: YAMLNode.Location, with mask: Unicode.Scalar, in lines: inout [[Unicode.Scalar]]
  ) -> String? {
    guard lines.indices.contains(location.line - 1) else { return nil }
    for quote in [[], ["\"" as Unicode.Scalar], ["'"]] {
      for name in names {
        let key = Array(name.unicodeScalars)
        let start = location.column - 1 + quote.count
        guard !key.isEmpty, start + key.count <= lines[location.line - 1].count,
          Array(lines[location.line - 1][(location.column - 1)..<start]) == quote,
          Array(lines[location.line - 1][start..<(start + key.count)]) == key
        else { continue }
        lines[location.line - 1].replaceSubrange(
          start..<(start + key.count), with: repeatElement(mask, count: key.count))
        return name
      }
    }
    return nil
  }

  private struct Conversion {
    let path: String
    var diagnostics: [Diagnostic] = []
    /// The names of masked keys by what masks them.
    var masked: [Unicode.Scalar: String] = [:]
    var count = 0

    mutating func addError(at location: YAMLNode.Location, _ message: String) {
      let diagnostic = Diagnostic(path: path, line: location.line, column: location.column, message: message)
      if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }

    /// Returns nil if the document contains more nodes than a file can reasonably have.
    mutating func node(_ node: Node) -> YAMLNode? {
      count += 1
      let location = YAMLNode.Location(node.mark)
      guard count <= YAMLDocument.nodeLimit else {
        if count == YAMLDocument.nodeLimit + 1 { addError(at: location, "the file has more than \(count - 1) values") }
        return nil
      }
      switch node {
      case .scalar(let scalar):
        let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
        return YAMLNode(
          content: isNull ? .null(scalar.string) : .scalar(scalar.string), location: location,
          isPlain: scalar.style == .plain)
      case .sequence(let sequence):
        return YAMLNode(content: .list(sequence.compactMap { self.node($0) }), location: location)
      case .mapping(let mapping):
        return YAMLNode(content: .mapping(entries(of: mapping)), location: location)
      case .alias:
        addError(at: location, "the alias cannot be resolved")
        return nil
      }
    }

    private mutating func entries(of mapping: Node.Mapping) -> [YAMLNode.Entry] {
      var own: [YAMLNode.Entry] = []
      var merged: [YAMLNode.Entry] = []
      var duplicates: [String: [YAMLNode.Location]] = [:]
      for (key, value) in mapping {
        guard case .scalar(let scalar) = key else {
          addError(at: YAMLNode.Location(key.mark), "a key must be text")
          continue
        }
        let location = YAMLNode.Location(key.mark)
        if let first = scalar.string.unicodeScalars.first, let name = masked[first] {
          duplicates[name, default: []].append(location)
        } else if scalar.style == .plain, scalar.string == "<<" {
          merged += mergedEntries(of: value)
        } else if let value = node(value) {
          own.append(YAMLNode.Entry(name: scalar.string, location: location, value: value))
        }
      }
      for (name, locations) in duplicates {
        let all = (locations + own.filter { $0.name == name }.map(\.location)).sorted()
        for location in all.dropFirst() {
          addError(at: location, "duplicate key `\(name)`; first given in line \(all[0].line)")
        }
      }
      for entry in merged where !own.contains(where: { $0.name == entry.name }) { own.append(entry) }
      return own
    }

    /// Returns the entries that `<<` adds: of one mapping, or of several with precedence for the first.
    private mutating func mergedEntries(of value: Node) -> [YAMLNode.Entry] {
      switch value {
      case .mapping(let mapping): return entries(of: mapping)
      case .sequence(let sequence):
        var all: [YAMLNode.Entry] = []
        for element in sequence { all += mergedEntries(of: element) }
        return all
      default:
        addError(at: YAMLNode.Location(value.mark), "`<<`: expected a mapping or a list of mappings")
        return []
      }
    }

    mutating func syntaxError(_ error: any Error, in text: String) {
      switch error {
      case YamlError.scanner(let context, let problem, let mark, _),
        YamlError.parser(let context, let problem, let mark, _),
        YamlError.composer(let context, let problem, let mark, _):
        // The context describes what was being parsed and its start, which is often the position of the mistake.
        if problem == "but found another document" {
          addError(at: YAMLNode.Location(mark), "unexpected second document; a file contains one")
          return
        }
        let begin = context.map { $0.mark.line == mark.line ? " \($0.text)" : " \($0.text) from line \($0.mark.line)" }
        addError(
          at: YAMLNode.Location(mark),
          "invalid YAML:\(begin.map { $0 + "," } ?? "") \(YAMLDocument.plain(problem))")
      case YamlError.reader(_, let offset, _, _):
        let before = text.prefix(offset ?? 0)
        let line = before.count { $0.isNewline } + 1
        let column = before.reversed().prefix { !$0.isNewline }.count + 1
        addError(
          at: YAMLNode.Location(line: line, column: column),
          "invalid YAML: a control character or text that is not UTF-8")
      default:
        addError(at: .top, "invalid YAML")
      }
    }
  }

  /// Returns the parser's message, simplified for common mistakes.
  private static func plain(_ problem: String) -> String {
    switch problem {
    case "found character that cannot start any token":
      "a value cannot begin with this character; indent with spaces, not tabs, and quote text that begins with @, ` or %"
    case "mapping values are not allowed in this context":
      "unexpected key; check the indentation, and quote text that contains `: `"
    case "could not find expected ':'": "missing colon after the key"
    case "did not find expected key": "expected a key; check the indentation and the quotes"
    default: problem
    }
  }
}

extension YAMLNode.Location {
  fileprivate init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}
