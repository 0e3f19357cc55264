import Foundation
import Testing

struct BaseURLTests {
  @Test(arguments: ["wolkvox-transferred-calls", "wolkvox-emails", "wolkvox-closed-chats", "wolkvox-whatsapp-clicks"])
  func `with a base_url the parameters of the catalog's URL may be unset`(name: String) throws {
    var binary = try Binary()
    defer { binary.remove() }
    binary.environment = ["WOLKVOX_TOKEN": "a valid token"]
    let pipeline = try binary.copyPipeline(
      name, replacing: ["source:\n": "source:\n  base_url: http://127.0.0.1:8080\n"])
    let result = try binary.run("check", pipeline)
    #expect(result.status == 0, "\(result.diagnostics)")
    let plan = try binary.run("plan", pipeline)
    #expect(plan.output.contains("GET http://127.0.0.1:8080/api/v2/reports_manager.php?api="), "\(plan.diagnostics)")
  }
}
