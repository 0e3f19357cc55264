import ConfigurationFiles
import Foundation
import Testing

struct VendorNameTests {
  @Test func `no Swift file of the program contains a vendor's name`() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let names = CatalogLibrary().names
    #expect(names.count >= 2)
    var read = 0
    for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path) where path.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8).lowercased()
      #expect(!names.contains { text.contains($0) }, "\(path)")
      read += 1
    }
    #expect(read > 100)
  }
}
