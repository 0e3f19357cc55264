import Loading
import Records
import Testing

struct ColumnUnionTests {
  private func chunk(_ day: Int, _ columns: (String, ColumnType)...) -> LoadChunk {
    TestLoad.chunk(day, columns: columns.map { Column(name: $0.0, type: $0.1, isRequired: true) })
  }

  @Test func `columns of the newest chunk come first, and older ones follow`() throws {
    let union = try ColumnUnion([
      chunk(1, ("old", .string), ("id", .integer)), chunk(2, ("id", .integer), ("new", .date)),
    ])
    #expect(
      union.columns == [
        Column(name: "id", type: .integer), Column(name: "new", type: .date), Column(name: "old", type: .string),
      ])
  }

  @Test(arguments: [
    (ColumnType.integer, ColumnType.decimal, ColumnType.decimal), (.double, .integer, .double),
    (.seconds, .integer, .integer), (.date, .localTimestamp, .localTimestamp),
  ])
  func `numbers and times are widened`(_ old: ColumnType, _ new: ColumnType, _ expected: ColumnType) throws {
    #expect(try ColumnUnion([chunk(1, ("x", old)), chunk(2, ("x", new))]).columns.map(\.type) == [expected])
  }

  @Test(arguments: [
    (ColumnType.integer, ColumnType.string), (.date, .timestamp), (.localTimestamp, .timestamp), (.json, .string),
    (.boolean, .integer),
  ])
  func `other types are a conflict that names the chunks`(_ old: ColumnType, _ new: ColumnType) {
    #expect(
      throws: LoadError(
        .configuration,
        "the column `x` is \(old.rawValue) in chunk 20261001T050000Z-20261002T050000Z and \(new.rawValue) in chunk "
          + "20261002T050000Z-20261003T050000Z; export the old chunks again with `tidemark run --refresh changed`, "
          + "or load into another table")
    ) { try ColumnUnion([chunk(1, ("x", old)), chunk(2, ("x", new))]) }
  }

  @Test func `names that differ only in case are a conflict`() {
    #expect(throws: LoadError.self) { try ColumnUnion([chunk(1, ("ID", .string)), chunk(2, ("id", .string))]) }
  }
}
