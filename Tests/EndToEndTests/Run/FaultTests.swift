import Foundation
import Testing

/// System calls of the binary that fail, injected by `strace`, and file systems that refuse.
struct FaultTests {
  /// A call that fails once in each thread, or on one path.
  struct Fault: CustomTestStringConvertible, Sendable {
    var injection: String
    /// Applies only to the second day's temporary file.
    var isOnStaging = false
    var message: String

    var testDescription: String { injection }
  }

  static let stagingName = "20261002T050000Z-20261003T050000Z.csv.gz"
  static let folder = "exports/wolkvox-emails"
  static let staged = "\(folder)/_tidemark/staging/\(stagingName)"

  static let faults: [Fault] = [
    Fault(
      injection: "write:error=ENOSPC:when=1", isOnStaging: true,
      message: "cannot write \(staged): No space left on device; free space"),
    Fault(
      injection: "write:error=EIO:when=1", isOnStaging: true,
      message: "cannot write \(staged): Input/output error; fix this"),
    Fault(
      injection: "openat:error=EACCES", isOnStaging: true,
      message: "cannot create \(staged): Permission denied; grant write access"),
    Fault(
      injection: "openat:error=EMFILE", isOnStaging: true,
      message: "cannot create \(staged): Too many open files; fix this"),
    Fault(
      injection: "fsync:error=EIO", isOnStaging: true, message: "cannot sync \(staged): Input/output error; fix this"),
    Fault(
      injection: "close:error=EIO", isOnStaging: true, message: "cannot close \(staged): Input/output error; fix this"),
    Fault(injection: "renameat:error=EIO:when=1", message: ": Input/output error; fix this"),
    Fault(injection: "renameat:error=EROFS:when=2", message: ": Read-only file system; grant write access"),
    Fault(injection: "fsync:error=EIO:when=3", message: ": Input/output error; fix this"),
    Fault(injection: "fsync:error=EIO:when=12", message: ": Input/output error; fix this"),
    Fault(injection: "mkdirat,mkdir:error=EACCES:when=2", message: ": Permission denied; grant write access"),
  ]

  @Test(arguments: faults)
  func `a failing system call ends the run with 73 and intact files, and the next run completes`(_ fault: Fault) throws
  {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-04"])
    // By descriptor a path is known as the kernel has it.
    let root = URL(fileURLWithPath: try realPath(of: vendor.binary.folder.path))
    let paths = fault.isOnStaging ? ["-P", root.appending(path: FaultTests.staged).path, "-P", FaultTests.staged] : []
    let result = try vendor.binary.start(
      URL(fileURLWithPath: "/usr/bin/env"),
      ["strace", "-f", "-qq", "-o", "/dev/null"] + paths + ["-e", "inject=\(fault.injection)"]
        + [Binary.path.path, "run", file] + VendorRun.now
    ).result()
    #expect(result.status == 73, "\(result.diagnostics)")
    #expect(
      result.diagnostics.contains("\(fault.message) and rerun to resume"),
      "\(result.diagnostics)")

    let left = (try? vendor.binary.partitions(FaultTests.folder)) ?? [:]
    let next = try vendor.run(file)
    #expect(next.status == 0, "\(next.diagnostics)")
    let whole = try vendor.binary.partitions(FaultTests.folder)
    #expect(whole.count == 3)
    for (path, bytes) in left { #expect(whole[path] == bytes, "\(path)") }
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-04") == "150")
  }

  /// Ways in which a file system itself refuses; each runs `"$@"` with `exports` on it.
  static let fileSystems: [(name: String, script: String, message: String)] = [
    (
      "a full disk",
      "mount -t tmpfs -o size=96k none exports && head -c 80k /dev/zero >exports/ballast; \"$@\"; status=$?; "
        + "rm exports/ballast; mkdir -p kept && cp -a exports/. kept/; exit $status",
      "No space left on device; free space"
    ),
    (
      "a read-only folder", "mount --bind exports exports && mount -o remount,bind,ro exports && exec \"$@\"",
      "Read-only file system; grant write access"
    ),
  ]

  @Test(arguments: [0, 1])
  func `a disk that is full or read-only ends the run with 73, and the next run completes`(_ number: Int) throws {
    let (name, script, message) = FaultTests.fileSystems[number]
    let server = try VendorServer("--rows", "2000")
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-04"])
    let exports = vendor.binary.folder.appending(path: "exports")
    try FileManager.default.createDirectory(at: exports, withIntermediateDirectories: true)
    let result = try vendor.binary.start(
      URL(fileURLWithPath: "/usr/bin/env"),
      ["unshare", "-m", "sh", "-c", script, "sh", Binary.path.path, "run", file] + VendorRun.now
    ).result()
    #expect(result.status == 73, "\(name): \(result.diagnostics)")
    #expect(result.diagnostics.contains("cannot "), "\(name): \(result.diagnostics)")
    #expect(
      result.diagnostics.contains(": \(message) and rerun to resume"), "\(result.diagnostics)")
    let kept = vendor.binary.folder.appending(path: "kept")
    if FileManager.default.fileExists(atPath: kept.path) {
      try FileManager.default.removeItem(at: exports)
      try FileManager.default.moveItem(at: kept, to: exports)
    }
    let left = (try? vendor.binary.partitions(FaultTests.folder)) ?? [:]
    let next = try vendor.run(file)
    #expect(next.status == 0, "\(next.diagnostics)")
    let whole = try vendor.binary.partitions(FaultTests.folder)
    for (path, bytes) in left { #expect(whole[path] == bytes, "\(path)") }
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-04") == "6000")
  }

  @Test func `too few file descriptors end the run with a message, and the next run completes`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    for limit in [12, 16, 40] {
      let result = try vendor.binary.start(
        URL(fileURLWithPath: "/bin/sh"),
        ["-c", "ulimit -n \(limit); exec \"$@\"", "sh", Binary.path.path, "run", file] + VendorRun.now
      ).result()
      #expect(result.status == 73)
      #expect(
        result.diagnostics
          == "error: this process may open only \(limit) files at once and needs 64; raise it with `ulimit -n 64`\n")
    }
    #expect(try vendor.run(file).status == 0)
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-03") == "100")
  }

  private func realPath(of path: String) throws -> String {
    let (_, data) = try outputOf("realpath", path)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}
