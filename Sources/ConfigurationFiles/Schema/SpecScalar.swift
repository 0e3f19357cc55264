struct SpecScalar {
  /// The value with variables resolved.
  var text: String
  /// The value as written in the file.
  var written: String
  var location: YAMLNode.Location
}
