import Foundation
import Testing

/// A process that may not have the threads or the memory that it needs.
struct ProcessLimitTests {
  @Test(arguments: [("v", 200_000, 195, 768, "address space"), ("d", 100_000, 97, 256, "data")])
  func `too little memory is a clear error`(flag: String, limit: Int, shown: Int, needed: Int, name: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try binary.copyPipeline("wolkvox-emails")
    let result = try binary.shell("ulimit -\(flag) \(limit); \"$0\" run --sandbox $1", file)
    #expect(result.status == 73 && !result.wasKilled)
    #expect(
      result.diagnostics
        == "error: this process may use only \(shown) MiB of \(name) and needs \(needed); raise it with `ulimit -\(flag) \(needed << 10)`\n"
    )
  }

  @Test func `too few threads are a clear error`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    // The limit does not apply to the superuser.
    let result = try binary.shell(
      "ulimit -u 1; test $(id -u) = 0 && other='setpriv --reuid=65534 --regid=65534 --clear-groups'; exec $other \"$0\" reports"
    )
    #expect(result.status == 73 && !result.wasKilled)
    #expect(
      result.diagnostics.hasPrefix("error: this process may start only 0 threads and needs ")
        && result.diagnostics.hasSuffix(
          "; raise the number of processes with `ulimit -u`, or the limit of the container or service\n"),
      "\(result.diagnostics)")
  }
}
