struct ChildError: Error, CustomStringConvertible {
  var program: String
  var reason: String

  var description: String { "\(program) failed: \(reason)" }
}
