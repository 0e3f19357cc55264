import Foundation
import Testing

/// The pages of the project as Markdown.
struct PageTests {
  @Test(arguments: Page.paths)
  func `every link leads to a file and a heading`(path: String) throws {
    let page = try Page(path)
    let folder = Binary.checkout.appending(path: path).deletingLastPathComponent()
    for link in page.links where !link.contains("://") {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let target = parts[0].isEmpty ? Binary.checkout.appending(path: path) : folder.appending(path: parts[0])
      #expect(FileManager.default.fileExists(atPath: target.standardizedFileURL.path), "\(path): \(link)")
      guard parts.count == 2 else { continue }
      let root = Binary.checkout.standardizedFileURL.path + "/"
      let linked = try Page(String(target.standardizedFileURL.path.dropFirst(root.count)))
      #expect(linked.anchors.contains(parts[1]), "\(path): \(link)")
    }
  }

  @Test func `every Markdown file of the project is one of the pages`() throws {
    let folders = ["Sources", "pipelines", "samples", "Tests", ".ci"]
    let found = folders.flatMap { folder -> [String] in
      let root = Binary.checkout.appending(path: folder).path
      return (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
    }
    #expect((found + ["README.md"]).sorted() == Page.paths.sorted())
  }
}
