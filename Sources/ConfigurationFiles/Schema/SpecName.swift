/// An entry of a mapping whose keys the author chooses.
struct SpecName {
  var name: String
  var location: YAMLNode.Location
  var value: SpecValue
}
