import Foundation
import Testing

/// Compares the README with the program.
struct ReadmeTests {
  static let text = (try? String(contentsOf: Binary.checkout.appending(path: "README.md"), encoding: .utf8)) ?? ""

  /// The text of each fenced block of a language.
  static func blocks(_ language: String) -> [String] {
    text.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  @Test func `the pipeline in it has no fault`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipelines = Self.blocks("yaml")
    #expect(pipelines.count == 1)
    try binary.write("pipeline.yaml", pipelines[0] + "\n")
    let ending = try binary.run("check", "--sandbox", "pipeline.yaml")
    #expect(ending.status == 0, "\(ending.diagnostics)")
    #expect(ending.diagnostics.isEmpty)
  }

  @Test func `its table of commands names every command, and no other`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let help = try binary.run("--help").output
    let commands = help.components(separatedBy: "SUBCOMMANDS:\n").last?.split(separator: "\n")
      .prefix { $0.hasPrefix("  ") }
      .filter { !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    let rows = Self.text.split(separator: "\n").filter { $0.hasPrefix("| `tidemark ") }
    let named = rows.compactMap {
      $0.dropFirst("| `tidemark ".count).split(whereSeparator: { " `".contains($0) }).first
    }
    #expect(named.map(String.init).sorted() == commands?.filter { !["help", "See"].contains($0) }.sorted())
  }

  @Test func `its first command's run prints what it shows`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let shown = try #require(Self.blocks("text").first).split(separator: "\n").map(String.init)
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let ending = try binary.run("run", "--sandbox", pipeline)
    let printed = (ending.diagnostics + ending.output).split(separator: "\n").map(String.init)
    // A chunk's time, the last of its figures, differs from run to run.
    func stable(_ line: String) -> Substring {
      line.hasPrefix("[") ? line[..<(line.lastIndex(of: ",") ?? line.endIndex)] : line[...]
    }
    for line in shown where line != "..." && !line.contains("  time ") {
      #expect(printed.contains { stable($0) == stable(line) }, "\(line)")
    }
  }

  @Test func `its table of exit codes is that of the program`() throws {
    let codes = Self.text.split(separator: "\n").compactMap { line -> Int? in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return cells.count == 2 ? Int(cells[0]) : nil
    }
    #expect(Set(codes) == [0, 1, 64, 65, 69, 73, 75, 77, 78])
  }
}
