import Foundation
import Testing

/// The binary in a fresh folder, with the variables that the fixture server needs.
struct VendorRun {
  static let token = "a valid token"
  static let password = "correct horse"
  /// Long after the ranges of all pipelines.
  static let now = ["--now", "2026-11-21T00:00:00Z"]

  var binary: Binary
  let address: String

  init(_ server: VendorServer) throws {
    try self.init(address: server.address)
  }

  init(address: String) throws {
    self.address = address
    binary = try Binary()
    binary.environment = [
      "WOLKVOX_TOKEN": VendorRun.token, "CHAT_TONIC_BASE_URL": address, "CHAT_TONIC_CODENAME": "acme",
      "CHAT_TONIC_USERNAME": "ana", "CHAT_TONIC_PASSWORD": VendorRun.password,
    ]
  }

  /// A pipeline of the project whose source is the fixture server; `source` contains more lines of that section.
  func pipeline(_ name: String, source: String = "", replacing: [String: String] = [:]) throws -> String {
    var changes = replacing
    if name.hasPrefix("wolkvox") { changes["  server: ${WOLKVOX_SERVER}"] = "  base_url: \(address)\(source)" }
    return try binary.copyPipeline(name, replacing: changes)
  }

  func run(_ file: String, _ more: String...) throws -> Binary.ProcessResult {
    try start(file, more).result()
  }

  func start(_ file: String, _ more: [String] = []) throws -> Running {
    try binary.start(["run", file] + VendorRun.now + more)
  }

  /// The problems that an independent reader finds in an export, or the number of its rows.
  func check(_ name: String, from: String = "2026-10-01", to: String = "2026-10-08") throws -> String {
    let script = Binary.checkout.appending(path: "Tests/EndToEndTests/Fixtures/check_export.py").path
    let sink = binary.folder.appending(path: "exports/\(name)").path
    let (_, data) = try outputOf("python3", script, sink, name, address, from, to)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// Each file below the folder but the records of runs and the locks: which file it is, and when it was last written.
  func files() throws -> [String: String] {
    var found: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: binary.folder.path) {
      if path.contains("_tidemark/runs") || path.hasSuffix("lock") || path.hasPrefix("state") { continue }
      let attributes = try FileManager.default.attributesOfItem(atPath: binary.folder.path + "/" + path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
      let modified = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      found[path] = "\(attributes[.systemFileNumber] ?? "") \(modified) \(attributes[.size] ?? "")"
    }
    return found
  }

  /// The files below the folder that hold a text.
  func filesHolding(_ secret: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: binary.folder.path).filter { path in
      let file = binary.folder.appending(path: path)
      guard let bytes = try? Data(contentsOf: file) else { return false }
      return bytes.range(of: Data(secret.utf8)) != nil
    }
  }

  func remove() {
    binary.remove()
  }
}
