import ConfigurationFiles

/// The bytes of a request's body.
struct RequestBodyEncoder<Failure: Error> {
  let values: RequestValues
  /// Returns the value of a token.
  let value: (_ token: String) throws(Failure) -> String

  func text(of body: RequestBody) throws(Failure) -> String {
    switch body {
    case .none: ""
    case .json(let members): try object(members)
    case .form(let items): try form(items)
    }
  }

  private func form(_ items: [(name: String, value: Template)]) throws(Failure) -> String {
    var pairs: [String] = []
    for (name, template) in items where !values.omits(template.tokens) {
      pairs.append("\(name.percentEncoded)=\(try template.rendered(value).percentEncoded)")
    }
    return pairs.joined(separator: "&")
  }

  private func object(_ members: [(name: String, value: JSONTemplate)]) throws(Failure) -> String {
    var texts: [String] = []
    for (name, template) in members {
      if case .text(let text) = template, values.omits(text.tokens) { continue }
      texts.append("\(quoted(name)):\(try json(template))")
    }
    return "{\(texts.joined(separator: ","))}"
  }

  private func json(_ template: JSONTemplate) throws(Failure) -> String {
    switch template {
    case .literal(let text): return text
    case .object(let members): return try object(members)
    case .array(let elements):
      var texts: [String] = []
      for element in elements { texts.append(try json(element)) }
      return "[\(texts.joined(separator: ","))]"
    case .text(let text):
      let filled = try text.rendered(value)
      return template.soleToken.map(values.isNumber) == true ? filled : quoted(filled)
    }
  }

  private func quoted(_ text: String) -> String {
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
