import Foundation
import Testing

/// The claims of `Sources/README.md`.
struct ArchitecturePageTests {
  private let page: Page

  init() throws {
    page = try Page("Sources/README.md")
  }

  @Test func `its glossary explains each contract word once, in order`() {
    let words = page.table("word").map { $0[0] }
    #expect(words == Set(words).sorted())
    let contract = [
      "adopt", "checkpoint", "chunk", "grain", "partition", "patience", "pipeline", "resting", "settle", "verdict",
      "window",
    ]
    #expect(Set(contract).isSubset(of: words))
  }
}
