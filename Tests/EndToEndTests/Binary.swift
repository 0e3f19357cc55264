import Foundation
import Testing

/// The program itself, as a user runs it: in a fresh folder, with an environment of its own.
struct Binary {
  let folder: URL
  var environment: [String: String] = [:]

  struct ProcessResult {
    var status: Int32
    /// The process was ended by a signal.
    var wasKilled: Bool
    var output: String
    var diagnostics: String
  }

  /// The path next to the test bundle, in the build directory.
  static let path = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "tidemark")

  static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() {
    try? FileManager.default.removeItem(at: folder)
  }

  func write(_ name: String, _ text: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// A pipeline of the project, with some of its text replaced; each replaced text must be there.
  func copyPipeline(_ name: String, replacing replacements: [String: String] = [:]) throws -> String {
    var text = try String(contentsOf: Binary.checkout.appending(path: "pipelines/\(name).yaml"), encoding: .utf8)
    for (old, new) in replacements {
      try #require(text.contains(old), "\(name) has no `\(old)`")
      text = text.replacing(old, with: new)
    }
    try write("\(name).yaml", text)
    return "\(name).yaml"
  }

  func start(_ arguments: [String]) throws -> Running {
    try start(Binary.path, arguments)
  }

  func run(_ arguments: String...) throws -> ProcessResult {
    try start(arguments).result()
  }

  /// Another program in the folder, such as one that runs the binary under some condition.
  func start(_ program: URL, _ arguments: [String], input: String? = nil) throws -> Running {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var variables = [
      "HOME": folder.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "TIDEMARK_STATE_DIR": folder.appending(path: "state").path,
    ]
    variables.merge(environment) { $1 }
    process.environment = variables
    let running = Running(process: process, output: Pipe(), diagnostics: Pipe())
    let source = Pipe()
    process.standardInput = input == nil ? FileHandle.nullDevice : source
    process.standardOutput = running.output
    process.standardError = running.diagnostics
    try process.run()
    if let input {
      try source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try source.fileHandleForWriting.close()
    }
    return running
  }

  /// Runs a shell script in the folder, in which `$0` is the program and `$1` and so on are `arguments`.
  func shell(_ script: String, _ arguments: String...) throws -> ProcessResult {
    try start(URL(fileURLWithPath: "/bin/bash"), ["-c", script, Binary.path.path] + arguments).result()
  }

  /// The permission bits of a file or directory in the folder.
  func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
    return (attributes[.posixPermissions] as? Int ?? 0) & 0o777
  }

  /// Every published file below a sink by its path within it.
  func partitions(_ sink: String) throws -> [String: Data] {
    let root = folder.appending(path: sink).path
    var found: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
      let isHidden = path.split(separator: "/").contains { $0.hasPrefix("_") || $0.hasPrefix(".") }
      var isDirectory: ObjCBool = false
      let full = root + "/" + path
      guard !isHidden, FileManager.default.fileExists(atPath: full, isDirectory: &isDirectory), !isDirectory.boolValue
      else { continue }
      found[path] = try Data(contentsOf: URL(fileURLWithPath: full))
    }
    return found
  }
}

/// Starts a program repeatedly and kills it, after a pause that depends on the kills so far, until it ends by itself.
func resultThroughKills(
  of start: () throws -> Running, after pause: (_ kills: Int) -> TimeInterval
) throws -> (result: Binary.ProcessResult, kills: Int) {
  var kills = 0
  while true {
    let running = try start()
    Thread.sleep(forTimeInterval: pause(kills))
    kill(running.process.processIdentifier, SIGKILL)
    let result = try running.result()
    if !result.wasKilled { return (result, kills) }
    kills += 1
  }
}

/// Another program's standard output, for readers that are not ours.
func outputOf(_ program: String, _ arguments: String...) throws -> (status: Int32, data: Data) {
  try outputOf(program, arguments)
}

func outputOf(_ program: String, _ arguments: [String]) throws -> (status: Int32, data: Data) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardInput = FileHandle.nullDevice
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, data)
}
