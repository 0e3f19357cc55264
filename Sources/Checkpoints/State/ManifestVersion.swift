/// The version alone: later versions may change every other key.
struct ManifestVersion: Decodable {
  private enum CodingKeys: String, CodingKey {
    case version
  }

  init(from decoder: any Decoder) throws {
    try decoder.container(keyedBy: CodingKeys.self).requireVersion(Manifest.version, forKey: .version)
  }
}
