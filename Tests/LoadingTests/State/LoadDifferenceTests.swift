import Loading
import Testing

struct LoadDifferenceTests {
  private let wanted = [TestLoad.chunk(1), TestLoad.chunk(2), TestLoad.chunk(3)]

  @Test func `new and changed chunks are due, unknown ones are gone, and the others are unchanged`() {
    var loaded = TestLoad.state.chunks
    loaded[TestLoad.chunk(8).id] = LoadedChunk(sha256: "88", rows: 7)
    let difference = LoadDifference(wanted: wanted, loaded: loaded)
    #expect(difference.due == [wanted[0], wanted[2]])
    #expect(difference.gone == [TestLoad.chunk(8).id])
    #expect(difference.unchanged == 1)
    #expect(difference.dueRows == 4)
    #expect(difference.rowsBefore == 11 && difference.rowsAfter == 6)
  }

  @Test func `another number of rows makes a chunk due, although its file is the same`() {
    let loaded = [wanted[0].id: LoadedChunk(sha256: wanted[0].sha256, rows: 1)]
    #expect(LoadDifference(wanted: [wanted[0]], loaded: loaded).due == [wanted[0]])
  }

  @Test func `a full load makes every chunk due`() {
    let loaded = [wanted[0].id: LoadedChunk(sha256: wanted[0].sha256, rows: wanted[0].rows)]
    #expect(LoadDifference(wanted: [wanted[0]], loaded: loaded).isEmpty)
    #expect(LoadDifference(wanted: [wanted[0]], loaded: loaded, isFull: true).due == [wanted[0]])
  }

  @Test func `only the loss of more than half of the rows counts, not the number of chunks`() {
    let loaded = Dictionary(
      uniqueKeysWithValues: (1...4).map { (TestLoad.chunk($0).id, LoadedChunk(sha256: "old", rows: 10)) })
    #expect(LoadDifference(wanted: [TestLoad.chunk(9, rows: 20)], loaded: loaded).removesMost == false)
    #expect(LoadDifference(wanted: [TestLoad.chunk(9, rows: 19)], loaded: loaded).removesMost)
    #expect(LoadDifference(wanted: [], loaded: [:]).removesMost == false)
  }
}
