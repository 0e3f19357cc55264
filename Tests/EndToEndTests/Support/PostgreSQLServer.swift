import Foundation
import Synchronization

/// A PostgreSQL server of the tests, which ends with the process. It has a database for each test.
final class PostgreSQLServer: Sendable {
  private let input = Pipe()
  /// The folder of its socket.
  let folder: String
  private let databases = Mutex(0)

  static let shared = Result { try PostgreSQLServer() }

  private init() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [Binary.checkout.appending(path: "Tests/EndToEndTests/Fixtures/postgres.sh").path]
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
      line += byte
    }
    guard !line.isEmpty else { throw CocoaError(.fileReadCorruptFile) }
    folder = String(decoding: line, as: UTF8.self)
  }

  /// Creates an empty database and returns its name.
  func makeDatabase() throws -> String {
    let name = databases.withLock {
      $0 += 1
      return "load\($0)"
    }
    _ = try query("CREATE DATABASE \(name)", in: "postgres")
    _ = try query("CREATE SCHEMA raw", in: name)
    return name
  }

  /// The output of a statement, without headers.
  func query(_ statement: String, in database: String) throws -> String {
    let (_, data) = try outputOf(
      "psql", "-XAt", "-h", folder, "-U", "tidemark", "-d", database, "-c", statement)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}
