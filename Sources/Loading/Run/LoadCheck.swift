import ConfigurationFiles
import Planning
import Records
import SystemPackage

/// The reasons not to run a load, found before the client changes anything.
struct LoadCheck {
  let load: LoadDeclaration
  let dialect: any SQLDialect
  let target: LoadTarget
  let state: LoadedState
  let chunks: [LoadChunk]

  /// - Throws: `LoadError`.
  func run(_ difference: LoadDifference, isFull: Bool) throws(LoadError) {
    guard state.hasSchema else {
      let schema = load.table.schema.joined(separator: ".")
      throw LoadError(
        .configuration,
        "the schema `\(schema)` does not exist in \(load.engine.title); create it, for example with "
          + "`CREATE SCHEMA \(schema)`")
    }
    if difference.removesMost, !isFull {
      throw LoadError(
        .configuration,
        "the load would remove \(difference.rowsBefore - difference.rowsAfter) of \(difference.rowsBefore) rows of "
          + "\(load.table), more than half; check that the sink is complete, or load with `--full`")
    }
    // The pipeline's own columns are checked with its file; older partitions may have others.
    if let column = target.columns.first(where: { !load.engine.reads($0.type, from: target.files.format) }) {
      throw LoadError(
        .configuration,
        "\(load.engine.title) does not read the \(column.type.rawValue) column `\(column.name)` of older chunks exactly; "
          + "export them again with `tidemark run --refresh changed`")
    }
    try checkColumns()
  }

  /// Compares the table's types with those of the partitions. A type that no load would have chosen is the user's, and the engine
  /// decides whether values fit.
  private func checkColumns() throws(LoadError) {
    guard let columns = state.columns else { return }
    let known = Dictionary(
      columns.map { ($0.name.lowercased(), $0.type.lowercased()) }, uniquingKeysWith: { first, _ in first })
    guard known[target.chunkColumn] != nil else {
      throw LoadError(
        .configuration,
        "\(load.table) has no column `\(target.chunkColumn)`, so that its rows cannot be assigned to chunks; "
          + "load into another table, which `load` creates")
    }
    for column in target.columns {
      guard let type = known[column.name.lowercased()],
        let found = ColumnType.allCases.filter({ dialect.reportedTypeName(of: $0) == type }).first,
        !ColumnType.allCases.contains(where: {
          dialect.reportedTypeName(of: $0) == type
            && column.type.widened(with: $0).map(dialect.reportedTypeName) == type
        })
      else { continue }
      let chunk = chunks.last {
        $0.columns.contains { $0.name == column.name && $0.type.widened(with: found) != found }
      }
      throw LoadError(
        .configuration,
        "the column `\(column.name)` of \(load.table) has the type \(type), and chunk \(chunk?.id.text ?? "") has "
          + "\(column.type.rawValue); load into another table, or export with the type \(found.rawValue)")
    }
  }
}
