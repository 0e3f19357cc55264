import Foundation
import Testing

/// The claims of the page about catalogs, run.
struct CatalogPageTests {
  private let page: Page

  init() throws {
    page = try Page("Sources/ConfigurationFiles/Systems/README.md")
  }

  @Test func `its catalog file has no errors, and its report runs in the sandbox`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let catalogs = page.blocks("yaml")
    #expect(catalogs.count == 1)
    try binary.write("shop.yaml", catalogs[0] + "\n")
    let check = try binary.run("check", "shop.yaml")
    #expect(check.status == 0 && check.diagnostics.isEmpty, "\(check.diagnostics)")
    let written = try binary.run(
      "init", "shop/orders", "--catalog", "shop.yaml", "--time-zone", "UTC", "-o", "orders.yaml")
    #expect(written.status == 0, "\(written.diagnostics)")
    let run = try binary.run("run", "--sandbox", "--max-chunks", "2", "orders.yaml")
    #expect([0, 75].contains(run.status), "\(run.diagnostics)")
    #expect(run.output.contains(" committed"), "\(run.output)")
  }

  @Test func `its table of verdicts lists every verdict and no other`() throws {
    let keys = try Page("Sources/ConfigurationFiles/Systems/keys.md")
    let row = try #require(keys.text.firstMatch(of: /\| `verdict` \| ([^|]+) \|/)).output.1
    let listed = page.table("verdict").flatMap { Page.code(in: $0[0]) }
    #expect(listed.sorted() == Page.code(in: String(row)).sorted())
  }
}
