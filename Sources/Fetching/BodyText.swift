import Declarations

/// The bytes of a request's body.
struct BodyText {
  let values: RequestValues
  /// What a token stands for.
  let value: (_ token: String) throws(FetchError) -> String

  func text(of body: RequestBody) throws(FetchError) -> String {
    switch body {
    case .none: ""
    case .json(let members): try object(members)
    case .form(let items): try form(items)
    }
  }

  private func form(_ items: [(name: String, value: Template)]) throws(FetchError) -> String {
    var pairs: [String] = []
    for (name, template) in items where !values.omits(template.tokens) {
      pairs.append("\(name.percentEncoded)=\(try template.filled(value).percentEncoded)")
    }
    return pairs.joined(separator: "&")
  }

  private func object(_ members: [(name: String, value: JSONTemplate)]) throws(FetchError) -> String {
    var texts: [String] = []
    for (name, template) in members {
      if case .text(let text) = template, values.omits(text.tokens) { continue }
      texts.append("\(BodyText.quoted(name)):\(try json(template))")
    }
    return "{\(texts.joined(separator: ","))}"
  }

  private func json(_ template: JSONTemplate) throws(FetchError) -> String {
    switch template {
    case .literal(let text): return text
    case .object(let members): return try object(members)
    case .array(let elements):
      var texts: [String] = []
      for element in elements { texts.append(try json(element)) }
      return "[\(texts.joined(separator: ","))]"
    case .text(let text):
      let filled = try text.filled(value)
      return template.soleToken.map(values.isNumber) == true ? filled : BodyText.quoted(filled)
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        quoted += "\\u" + String(repeating: "0", count: scalar.value < 0x10 ? 3 : 2) + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension Template {
  /// `rendered` with the one type of error that a value may throw.
  func filled(_ value: (_ token: String) throws(FetchError) -> String) throws(FetchError) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .token(let name): text += try value(name)
      }
    }
    return text
  }
}
