import Records

extension FieldOrigin.KeyPath {
  /// Parses `name.givenName`; a backslash escapes the next character. Nil if a part is empty.
  package init?(written text: String) {
    var keys = [""]
    var isEscaped = false
    for character in text {
      if isEscaped {
        keys[keys.count - 1].append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "." {
        keys.append("")
      } else {
        keys[keys.count - 1].append(character)
      }
    }
    guard !isEscaped, keys.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(keys)
  }

  /// Parses a JSON pointer, `/a/b` with `~1` for a slash and `~0` for a tilde; nil if a part is empty or an escape is
  /// unknown.
  init?(pointer text: String) {
    guard text.hasPrefix("/") else { return nil }
    let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && !$0.replacing("~0", with: "").replacing("~1", with: "").contains("~") })
    else { return nil }
    self.init(parts.map { String($0.replacing("~1", with: "/").replacing("~0", with: "~")) })
  }

  /// The path as a JSON pointer.
  var pointer: String {
    keys.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
  }
}

extension FieldOrigin {
  /// The names allowed after a dollar sign, in addition to `parameter.NAME`.
  private static let variables: [(name: String, origin: FieldOrigin)] =
    WindowValue.allCases.map { ("$window.\($0.rawValue)", .window($0)) } + [
      ("$chunk.id", .chunk), ("$run.id", .run), ("$request.time", .requestTime),
      ("$response.status", .responseStatus),
    ]

  /// Parses `date`, `name.givenName`, `/total`, `$window.date` and similar; nil for anything else. Does not check that
  /// a parameter exists.
  package init?(written text: String) {
    if text.hasPrefix("$") {
      let prefix = "$parameter."
      if text.hasPrefix(prefix), ScalarType.isIdentifier(String(text.dropFirst(prefix.count))) {
        self = .parameter(String(text.dropFirst(prefix.count)))
      } else if let known = FieldOrigin.variables.first(where: { $0.name == text }) {
        self = known.origin
      } else {
        return nil
      }
    } else if text.hasPrefix("/") {
      guard let path = KeyPath(pointer: text) else { return nil }
      self = .response(path)
    } else {
      guard let path = KeyPath(written: text) else { return nil }
      self = .record([path])
    }
  }

  /// Returns nil if the text is a valid origin; otherwise the text to append to an error message, possibly empty.
  static func error(in text: String) -> String? {
    guard FieldOrigin(written: text) == nil else { return nil }
    if text.hasPrefix("$") {
      let names = variables.map(\.name) + ["$parameter.NAME"]
      let hint = SpellingSuggestion.hint(for: text, among: names)
      return hint.isEmpty ? "; known: \(names.joined(separator: ", "))" : hint
    }
    return text.isEmpty ? "; the name is empty" : "; a part of the name is empty"
  }

  /// The type of a column without an explicit type.
  var defaultType: ColumnType {
    switch self {
    case .window(.start), .window(.end), .requestTime: .timestamp
    case .window(.date): .date
    case .responseStatus: .integer
    case .record, .response, .chunk, .run, .parameter: .string
    }
  }
}

extension FieldOrigin: CustomStringConvertible {
  /// The origin as written in a file; alternatives are separated by commas.
  package var description: String {
    switch self {
    case .record(let paths): paths.map(\.description).joined(separator: ", ")
    case .response(let path): path.pointer
    case .window(let value): "$window.\(value.rawValue)"
    case .chunk: "$chunk.id"
    case .run: "$run.id"
    case .requestTime: "$request.time"
    case .responseStatus: "$response.status"
    case .parameter(let name): "$parameter.\(name)"
    }
  }
}
