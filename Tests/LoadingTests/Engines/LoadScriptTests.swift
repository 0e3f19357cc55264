import Loading
import Records
import Testing

struct LoadScriptTests {
  @Test func `chunks with the same columns form one group, in the order of their first chunk`() {
    let load = LoadScript(
      target: TestLoad.target(), state: LoadedState(),
      due: [
        TestLoad.chunk(1, columns: TestLoad.oldColumns), TestLoad.chunk(2),
        TestLoad.chunk(3, columns: TestLoad.oldColumns),
      ], gone: [])
    #expect(load.shapes.map(\.columns) == [TestLoad.oldColumns, TestLoad.newColumns])
    #expect(load.shapes.map { $0.chunks.map(\.rows) } == [[2, 2], [2]])
  }

  @Test func `only columns that an existing table lacks are new`() {
    var load = LoadScript(target: TestLoad.target(), state: TestLoad.state, due: [], gone: [])
    #expect(load.newColumns.map(\.name) == ["ñ\"x"])
    load.state = LoadedState()
    #expect(load.newColumns.isEmpty)
  }
}
