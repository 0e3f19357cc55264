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
      "adopt", "checkpoint", "chunk", "grain", "partition", "patience", "pipeline", "resting",
      "settle", "verdict",
      "window",
    ]
    #expect(Set(contract).isSubset(of: words))
  }

  @Test func `its map of modules is that of the package`() throws {
    let package = try String(
      contentsOf: Binary.checkout.appending(path: "Package.swift"), encoding: .utf8)
    let targets = PackageTarget.targets(in: package)
    #expect(targets.count > 15)
    let rows = page.table("target").map { row in
      PackageTarget(
        name: Page.code(in: row[0])[0],
        imports: Set(row[2].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }))
    }
    #expect(Set(rows.map(\.name)) == Set(targets.map(\.name)))
    for target in targets {
      let row = rows.first { $0.name == target.name }
      #expect(row?.imports == target.imports, "\(target.name)")
    }
  }

  @Test func `every type that it names is declared in the sources`() throws {
    let root = Binary.checkout.appending(path: "Sources")
    var declared = Set(try FileManager.default.contentsOfDirectory(atPath: root.path))
    let files = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter {
      $0.hasSuffix(".swift")
    }
    for file in files {
      let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      declared.formUnion(
        text.matches(of: /\b(?:struct|class|actor|enum|protocol) (\w+)/).map { String($0.output.1) }
      )
    }
    let named = Page.code(in: page.text).filter { $0.wholeMatch(of: /[A-Z]\w+/) != nil }
    #expect(named.count > 20)
    #expect(Set(named).subtracting(declared) == [])
  }

  @Test func `every path that it names exists`() throws {
    let named = Page.code(in: page.text).filter {
      $0.hasPrefix("Sources/") || $0.hasPrefix("Tests/") || $0.hasPrefix(".ci/")
    }
    #expect(named.count > 3)
    for path in named {
      #expect(
        FileManager.default.fileExists(atPath: Binary.checkout.appending(path: path).path),
        "\(path)")
    }
  }
}
