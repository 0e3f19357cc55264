import Records

extension FieldOrigin.KeyPath {
  /// Reads `name.givenName`; a backslash takes the next character as it is. Nil where a part is empty.
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

  /// Reads a JSON pointer, `/a/b` with `~1` for a slash and `~0` for a tilde; nil where a part is empty or an escape unknown.
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
  /// What may follow a dollar sign, besides `parameter.NAME`.
  private static let variables: [(name: String, origin: FieldOrigin)] =
    WindowValue.allCases.map { ("$window.\($0.rawValue)", .window($0)) } + [
      ("$run.id", .run), ("$request.time", .requestTime), ("$response.status", .responseStatus),
    ]

  /// Reads `date`, `name.givenName`, `/total`, `$window.date` and the like; nil for anything else. Whether a parameter exists is not judged.
  package init?(written text: String) {
    if text.hasPrefix("$") {
      let prefix = "$parameter."
      if text.hasPrefix(prefix), ScalarForm.isIdentifier(String(text.dropFirst(prefix.count))) {
        self = .parameter(String(text.dropFirst(prefix.count)))
      } else if let known = FieldOrigin.variables.first(where: { $0.name == text }) {
        self = known.origin
      } else {
        return nil
      }
    } else if text.hasPrefix("/") {
      guard let path = KeyPath(pointer: text) else { return nil }
      self = .answer(path)
    } else {
      guard let path = KeyPath(written: text) else { return nil }
      self = .record([path])
    }
  }

  /// Nil where the text names an origin; else what to add to a message, perhaps nothing.
  static func fault(in text: String) -> String? {
    guard FieldOrigin(written: text) == nil else { return nil }
    if text.hasPrefix("$") {
      let names = variables.map(\.name) + ["$parameter.NAME"]
      let hint = NearestWord.hint(for: text, among: names)
      return hint.isEmpty ? "; known: \(names.joined(separator: ", "))" : hint
    }
    return text.isEmpty ? "; the name is empty" : "; a part of the name is empty"
  }

  /// The type of a column whose type nobody gives.
  var defaultType: ColumnType {
    switch self {
    case .window(.start), .window(.end), .requestTime: .timestamp
    case .window(.date): .date
    case .responseStatus: .integer
    case .record, .answer, .run, .parameter: .string
    }
  }
}

extension FieldOrigin: CustomStringConvertible {
  /// As it is written in a file; alternatives are separated by commas.
  package var description: String {
    switch self {
    case .record(let paths): paths.map(\.description).joined(separator: ", ")
    case .answer(let path): path.pointer
    case .window(let value): "$window.\(value.rawValue)"
    case .run: "$run.id"
    case .requestTime: "$request.time"
    case .responseStatus: "$response.status"
    case .parameter(let name): "$parameter.\(name)"
    }
  }
}
