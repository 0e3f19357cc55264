import Loading
import Testing

struct PartitionCommandTests {
  @Test func `long lists of partitions are read by several commands, in order`() throws {
    let chunks = (1...1_000).map { TestLoad.chunk($0) }
    let script = PostgreSQL().script(
      LoadScript(target: TestLoad.target(), state: LoadedState(), due: chunks, gone: []))
    let lines = script.split(separator: "\n").filter { $0.hasPrefix("\\copy") }
    #expect(lines.count > 2)
    #expect(lines.allSatisfy { $0.utf8.count < 64_000 })
    #expect(lines.reduce(0) { $0 + $1.split(separator: ".csv.gz").count - 1 } == 1_000)
  }

  @Test func `a path is one word of a shell`() throws {
    var target = TestLoad.target()
    target.files.location = "/it's $HOME/[1]"
    let script = PostgreSQL().script(
      LoadScript(target: target, state: LoadedState(), due: [TestLoad.chunk(1)], gone: []))
    // Once for the shell, and once for SQL.
    #expect(script.contains("--in ''/it''\\''''s $HOME/[1]'' -- "))
  }
}
