import Loading
import Planning
import Testing

struct LoadedStateTests {
  @Test func `chunks, columns and the end are read, and messages of the client are ignored`() throws {
    let state = try LoadedState(lines: [
      "Timing is off.", "20261001T050000Z-20261002T050000Z\taa\t12", "column\tid\tbigint", "", "column\ta b\ttext",
      "end\ttable",
    ])
    #expect(state.chunks == [TestLoad.chunk(1).id: LoadedChunk(sha256: "aa", rows: 12)])
    #expect(state.columns?.map(\.name) == ["id", "a b"])
    #expect(state.rows == 12 && state.hasSchema && state.hasTable)
  }

  @Test func `without a table, nothing is loaded`() throws {
    let state = try LoadedState(lines: ["20261001T050000Z-20261002T050000Z\taa\t12", "end\tno table"])
    #expect(state == LoadedState())
    #expect(try LoadedState(lines: ["end\tno schema"]).hasSchema == false)
  }

  @Test(arguments: [
    ([], LoadedStateError.incomplete), (["column\tid\tbigint"], .incomplete), (["end\tof story"], .incomplete),
    (["x\ty\tz", "end\ttable"], .invalidLine("x\ty\tz")), (["x\ty\t-1", "end\ttable"], .invalidLine("x\ty\t-1")),
  ])
  func `incomplete and invalid output is rejected`(_ lines: [String], _ error: LoadedStateError) {
    #expect(throws: error) { try LoadedState(lines: lines) }
  }
}
