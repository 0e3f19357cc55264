import Records

/// A checked mapping. An omitted key has its default; a key with an error, already reported, has no value.
struct SpecSection {
  var location: YAMLNode.Location
  var specs: [KeySpec]
  var values: [String: SpecValue] = [:]
  /// The position of each key in the file, known or unknown.
  var locations: [String: YAMLNode.Location] = [:]
  /// Keys that an unknown key was probably meant to be; their absence is not reported again.
  var misspelt: Set<String> = []

  func isGiven(_ key: String) -> Bool { locations[key] != nil }

  /// The position of the value; if it is omitted, that of the section.
  func location(of key: String) -> YAMLNode.Location { values[key]?.location ?? locations[key] ?? location }

  func scalar(_ key: String) -> SpecScalar? {
    if case .scalar(let scalar) = values[key] { return scalar }
    guard locations[key] == nil, let spec = specs.first(where: { $0.name == key }),
      case .defaultText(let text) = spec.presence
    else { return nil }
    return SpecScalar(text: text, written: text, location: location)
  }

  func text(_ key: String) -> String? { scalar(key)?.text }

  func section(_ key: String) -> SpecSection? {
    if case .section(let section) = values[key] { return section }
    guard let spec = specs.first(where: { $0.name == key }), case .keys(let keys, _) = spec.value else { return nil }
    // Its keys have defaults too.
    return spec.presence == .optional ? SpecSection(location: locations[key] ?? location, specs: keys) : nil
  }

  /// The section, only if it is written in the file.
  func writtenSection(_ key: String) -> SpecSection? {
    if case .section(let section) = values[key] { section } else { nil }
  }

  func names(_ key: String) -> [SpecName] {
    if case .names(let names, _) = values[key] { names } else { [] }
  }

  /// The elements of a list, or the one value given instead of a list; nil if neither is given.
  func elements(_ key: String) -> [SpecValue]? {
    switch values[key] {
    case .list(let elements, _): elements
    case .scalar, .section: values[key].map { [$0] }
    default: nil
    }
  }

  func scalars(_ key: String) -> [SpecScalar]? {
    elements(key)?.compactMap { if case .scalar(let scalar) = $0 { scalar } else { nil } }
  }

  func boolean(_ key: String) -> Bool? { text(key).flatMap(ScalarType.boolean) }
  func integer(_ key: String) -> Int? { text(key).flatMap { Int($0) } }
  func share(_ key: String) -> Double? { text(key).flatMap(ScalarType.share) }
  func duration(_ key: String) -> Duration? { text(key).flatMap(Duration.init(written:)) }
  func bytes(_ key: String) -> Int? { text(key).flatMap(ByteSize.init(written:))?.bytes }
  func template(_ key: String) -> Template? { text(key).flatMap { try? Template($0) } }
  func keyPath(_ key: String) -> [String]? { text(key).flatMap(FieldOrigin.KeyPath.init(written:))?.keys }

  func word<Word: RawRepresentable<String>>(_ key: String, _ type: Word.Type) -> Word? {
    text(key).flatMap(Word.init(rawValue:))
  }
}
