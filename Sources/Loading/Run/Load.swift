import Checkpoints
package import ConfigurationFiles
import Planning
import Records
import Storage
import SystemPackage

/// Makes a warehouse table equal to the committed partitions of a pipeline.
package struct Load: Sendable {
  private let file: PipelineFile
  private let load: LoadDeclaration
  private let dialect: any SQLDialect
  private let options: LoadOptions
  private let environment: LoadEnvironment
  private let client: any WarehouseClient

  /// - Throws: `LoadError` if the pipeline has no `load` section, or its engine no dialect.
  package init(
    _ file: PipelineFile, options: LoadOptions = LoadOptions(), environment: LoadEnvironment,
    client: any WarehouseClient
  ) throws(LoadError) {
    (load, dialect) = try file.loadDialect()
    self.file = file
    self.options = options
    self.environment = environment
    self.client = client
  }

  /// Locks the sink, compares the table with the manifest and loads the difference.
  ///
  /// - Throws: `LoadError`.
  package func run() async throws(LoadError) -> LoadSummary {
    let start = environment.clock.elapsed
    let lock = options.isCheck ? nil : try lockSink()
    defer { lock?.release() }
    let manifest = try LoadableManifest(file, load, files: environment.files)
    if manifest.isEmpty, !options.isFull, !options.isCheck {
      throw LoadError(
        .configuration,
        "the manifest of \(file.sink.path) lists no partitions; if the table shall become empty, load with `--full`")
    }
    let target = LoadTarget(
      file, load, columns: try ColumnUnion(manifest.chunks).columns, program: environment.program,
      directory: environment.directory)
    let state = try await state(of: target, countsRows: options.isCheck)
    let difference = LoadDifference(wanted: manifest.chunks, loaded: state.chunks, isFull: options.isFull)
    var summary = LoadSummary(
      pipeline: file.name, table: load.table.description, partitions: manifest.chunks.count, loaded: 0, rows: 0,
      removed: 0, unchanged: difference.unchanged, duration: .zero)
    if options.isCheck {
      if let problem = problem(difference, target) { throw LoadError(.badData, problem) }
    } else if !difference.isEmpty {
      try LoadCheck(load: load, dialect: dialect, target: target, state: state, chunks: manifest.chunks)
        .run(difference, isFull: options.isFull)
      try await apply(LoadScript(target: target, state: state, due: difference.due, gone: difference.gone))
      try await confirm(manifest.chunks, target)
      summary.loaded = difference.due.count
      summary.rows = difference.dueRows
      summary.removed = difference.gone.count
    }
    summary.duration = environment.clock.elapsed - start
    return summary
  }

  private func lockSink() throws(LoadError) -> SinkLock {
    let store = CheckpointStore(sink: FilePath(file.sink.path), files: environment.files)
    do {
      guard try environment.files.status(store.layout.manifest) != nil else {
        throw LoadError(
          .configuration,
          "\(store.layout.manifest) does not exist, so that nothing can be loaded or removed; check that the sink is "
            + "mounted, or export with `tidemark run \(file.path)`")
      }
      return try SinkLock(
        store.layout, files: environment.files,
        holder: SinkLock.Holder(
          processID: environment.processID, startedAt: environment.clock.now, command: "tidemark load \(file.path)"))
    } catch let error as LoadError {
      throw error
    } catch let error as SinkLockedError {
      throw LoadError(.resumable, "\(error)")
    } catch {
      throw LoadError(.cannotWrite, "\(error)")
    }
  }

  /// Runs the query script.
  private func state(of target: LoadTarget, countsRows: Bool = false) async throws(LoadError) -> LoadedState {
    let result = await client.run(dialect.query(target, countsRows: countsRows))
    if let error = failure.error(result) { throw error }
    do throws(LoadedStateError) {
      return try LoadedState(lines: result.output)
    } catch {
      throw LoadError(
        .unavailable,
        "the client `\(load.client.first ?? "")` ended without an error, but \(error); check that it executes the SQL "
          + "on its standard input")
    }
  }

  private func apply(_ script: LoadScript) async throws(LoadError) {
    if let error = failure.error(await client.run(dialect.script(script))) { throw error }
  }

  /// Queries again: a client that ends without an error may have done nothing.
  private func confirm(_ wanted: [LoadChunk], _ target: LoadTarget) async throws(LoadError) {
    let difference = LoadDifference(wanted: wanted, loaded: try await state(of: target).chunks)
    guard !difference.isEmpty else { return }
    throw LoadError(
      .unavailable,
      "the client `\(load.client.first ?? "")` ended without an error, but \(load.table) still differs from the manifest in "
        + "\((difference.due.count + difference.gone.count).count("chunk")); if no other load ran, check the client")
  }

  /// The difference that a check found, in words; nil if there is none.
  private func problem(_ difference: LoadDifference, _ target: LoadTarget) -> String? {
    guard !difference.isEmpty else { return nil }
    var parts: [String] = []
    if let first = difference.due.first {
      parts.append("\(difference.due.count.count("chunk")) to load, first: \(first.id)")
    }
    if let first = difference.gone.first {
      parts.append("\(difference.gone.count.count("chunk")) to remove, first: \(first)")
    }
    return "\(load.table) differs from the manifest: \(parts.joined(separator: "; ")); "
      + "\(difference.rowsBefore.count("row")) in the table, \(difference.rowsAfter.count("row")) in the manifest"
  }

  private var failure: ClientFailure {
    ClientFailure(load: load, redactor: SecretRedactor(file.source.secrets.values))
  }
}

extension PipelineFile {
  /// The pipeline's `load` section with the dialect of its engine.
  package func loadDialect() throws(LoadError) -> (LoadDeclaration, any SQLDialect) {
    guard let load else {
      throw LoadError(
        .configuration, "the pipeline has no `load` section; add `load: { into: postgres, table: …, client: […] }`")
    }
    guard let dialect = load.engine.dialect else {
      throw LoadError(.configuration, "`load` does not support \(load.engine.title) yet")
    }
    return (load, dialect)
  }
}

extension Int {
  /// `1 chunk`, `2 chunks`.
  func count(_ noun: String) -> String { self == 1 ? "1 \(noun)" : "\(self) \(noun)s" }
}
