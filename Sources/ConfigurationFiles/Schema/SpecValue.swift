/// A checked value of a file.
indirect enum SpecValue {
  case scalar(SpecScalar)
  case given(GivenValue, YAMLNode.Location)
  case list([SpecValue], YAMLNode.Location)
  case section(SpecSection)
  case names([SpecName], YAMLNode.Location)
  case json(JSONTemplate, YAMLNode)

  var location: YAMLNode.Location {
    switch self {
    case .scalar(let scalar): scalar.location
    case .given(_, let location), .list(_, let location), .names(_, let location): location
    case .section(let section): section.location
    case .json(_, let node): node.location
    }
  }
}
