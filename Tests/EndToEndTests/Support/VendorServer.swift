import Foundation

/// A server of `Fixtures`: `vendor_server.py` imitates the vendors according to their documentation, independently of
/// Tidemark.
final class VendorServer {
  private let process = Process()
  private let input = Pipe()
  let port: Int

  convenience init(_ arguments: String...) throws {
    try self.init(script: "vendor_server.py", arguments)
  }

  init(script: String, _ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "python3", Binary.checkout.appending(path: "Tests/EndToEndTests/Fixtures/\(script)").path,
      ] + arguments
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
      line += byte
    }
    guard let port = Int(String(decoding: line, as: UTF8.self)) else { throw CocoaError(.fileReadCorruptFile) }
    self.port = port
  }

  deinit {
    // The server ends with its input.
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  var address: String { "http://127.0.0.1:\(port)" }

  /// Waits until a request is held back; see `--hold-from`.
  func awaitHeldRequest() throws { _ = try response("/_held") }

  /// Lets go of every request that is held back.
  func release() throws { _ = try response("/_release") }

  /// Changes an option for later responses.
  func set(_ option: String, to value: String) throws { _ = try response("/_set?\(option)=\(value)") }

  /// Every request so far: method, path with its query, and whether another was under way.
  func requests() throws -> [[String: Any]] {
    try JSONSerialization.jsonObject(with: response("/_log")) as! [[String: Any]]
  }

  private func response(_ path: String) throws -> Data {
    let script = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
    return try outputOf("python3", "-c", script, address + path).data
  }
}
