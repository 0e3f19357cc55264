import ConfigurationFiles
import Foundation

/// Generates a JSON Schema (draft 2020-12) for a file that Tidemark reads, from the same keys that parsing uses.
///
/// It accepts every valid file. Conditions that only parsing can check, such as a time zone's name, are not part of
/// it.
enum JSONSchemaGenerator {
  static func text(of keys: [KeySpec], title: String) -> String {
    var schema = object(of: keys, isOpen: false)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = title
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    // The document contains only strings, numbers and lists, so encoding cannot fail.
    let data = try? JSONSerialization.data(withJSONObject: schema, options: options)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private static func object(of keys: [KeySpec], isOpen: Bool) -> [String: Any] {
    var properties: [String: Any] = [:]
    for key in keys {
      var schema = schema(of: key.value)
      schema["description"] = key.help
      if let example = key.example, let value = value(written: example, for: key.value) { schema["examples"] = [value] }
      if case .defaultText(let text) = key.presence { schema["default"] = value(written: text, for: key.value) }
      properties[key.name] = schema
    }
    let required = keys.filter { $0.presence == .required }.map(\.name)
    var schema: [String: Any] = [
      "type": required.isEmpty ? ["object", "null"] : ["object"], "properties": properties,
      "additionalProperties": isOpen,
    ]
    if !required.isEmpty { schema["required"] = required }
    return schema
  }

  /// The value of a text once it is read from YAML; nil if it is not a single value.
  private static func value(written text: String, for spec: ValueSpec) -> Any? {
    switch spec {
    case .scalar(.boolean): text == "true"
    case .scalar(.integer), .scalar(.integerOrNone), .scalar(.word): Int(text) ?? text
    case .scalar, .given: text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
    case .anyOf(let specs):
      specs.first { if case .scalar = $0 { !text.hasPrefix("[") } else { false } }
        .flatMap { value(written: text, for: $0) }
    case .list, .keys, .names, .json: nil
    }
  }

  private static func schema(of value: ValueSpec) -> [String: Any] {
    switch value {
    case .scalar(let form): scalar(form)
    case .given:
      [
        "anyOf": [
          ["type": ["string", "number", "boolean"]],
          ["type": "object", "properties": ["file": ["type": "string"]], "additionalProperties": false],
        ] as [[String: Any]]
      ]
    case .list(let element): ["type": "array", "items": schema(of: element)]
    case .keys(let keys, let isOpen): object(of: keys, isOpen: isOpen)
    case .names(let element, _): ["type": ["object", "null"], "additionalProperties": schema(of: element)]
    case .json: [:]
    case .anyOf(let values): ["anyOf": values.map { schema(of: $0) }]
    }
  }

  private static func scalar(_ form: ScalarType) -> [String: Any] {
    switch form {
    case .boolean: orVariable(["type": "boolean"])
    case .integer(let range): orVariable(integer(range))
    case .integerOrNone(let range): ["anyOf": [integer(range), ["const": "none"], variable]]
    case .word(let words):
      orVariable(["enum": words.flatMap { word in Int(word).map { [$0, word] as [Any] } ?? [word] }])
    case .literal: ["type": ["string", "number", "boolean", "null"]]
    case .duration, .size, .chunkLength, .timeZone, .address: ["type": "string"]
    default: ["type": ["string", "number", "boolean"]]
    }
  }

  private static func integer(_ range: ClosedRange<Int>) -> [String: Any] {
    var schema: [String: Any] = ["type": "integer", "minimum": range.lowerBound]
    if range.upperBound != .max { schema["maximum"] = range.upperBound }
    return schema
  }

  /// A pattern for `${NAME}`, which may replace any single value.
  private static var variable: [String: Any] { ["type": "string", "pattern": "\\$\\{"] }

  private static func orVariable(_ schema: [String: Any]) -> [String: Any] {
    ["anyOf": [schema, variable]]
  }
}
