package import ConfigurationFiles
import Records

/// The scripts of a pipeline's load, for people who run the client themselves.
package struct LoadScripts {
  private let file: PipelineFile
  private let load: LoadDeclaration
  private let dialect: any SQLDialect
  private let environment: LoadEnvironment

  /// - Throws: `LoadError` if the pipeline has no `load` section, or its engine no dialect.
  package init(_ file: PipelineFile, environment: LoadEnvironment) throws(LoadError) {
    (load, dialect) = try file.loadDialect()
    self.file = file
    self.environment = environment
  }

  /// The script that prints the state of the table.
  package func query() throws(LoadError) -> String {
    dialect.query(target(file.tableColumns), countsRows: false)
  }

  /// The script that loads the difference between the manifest and a state.
  ///
  /// - Throws: `LoadError` if the load is not possible, or would remove most rows and is not full.
  package func load(state: LoadedState, isFull: Bool) throws(LoadError) -> String {
    let manifest = try LoadableManifest(file, load, files: environment.files)
    let target = target(try ColumnUnion(manifest.chunks).columns)
    let difference = LoadDifference(wanted: manifest.chunks, loaded: state.chunks, isFull: isFull)
    guard !difference.isEmpty else { return "-- \(load.table) is equal to the partitions; nothing to load.\n" }
    try LoadCheck(load: load, dialect: dialect, target: target, state: state, chunks: manifest.chunks)
      .run(difference, isFull: isFull)
    return dialect.script(LoadScript(target: target, state: state, due: difference.due, gone: difference.gone))
  }

  private func target(_ columns: [Column]) -> LoadTarget {
    LoadTarget(file, load, columns: columns, program: environment.program, directory: environment.directory)
  }
}

extension PipelineFile {
  /// The statements that create a table for the pipeline's columns in an engine.
  ///
  /// - Throws: `LoadError` if the engine has no dialect.
  package func tableDefinition(for engine: WarehouseEngine) throws(LoadError) -> String {
    guard let dialect = engine.dialect else {
      throw LoadError(.configuration, "`load` does not support \(engine.title) yet")
    }
    let table = load.flatMap { $0.engine == engine ? $0.table : nil } ?? TableName([name])
    let columns = tableColumns
    return dialect.definition(
      of: LoadTarget(
        pipeline: name, table: table, columns: columns, files: PartitionFiles(location: "", format: sink.format),
        hasOwnChunkColumn: columns.contains { $0.name == LoadDeclaration.chunkColumn }))
  }
}
