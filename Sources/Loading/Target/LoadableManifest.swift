import Checkpoints
package import ConfigurationFiles
import Planning
import Records
package import Storage
import SystemPackage

/// The partitions of a sink that a load wants, read from its manifest.
package struct LoadableManifest: Sendable {
  /// In the order of their time.
  package private(set) var chunks: [LoadChunk] = []
  /// The manifest lists no partition at all.
  package private(set) var isEmpty: Bool

  /// - Throws: `LoadError` if the manifest is missing or cannot be used.
  package init(_ file: PipelineFile, _ load: LoadDeclaration, files: any FileStore) throws(LoadError) {
    let store = CheckpointStore(sink: FilePath(file.sink.path), files: files)
    let manifest = try LoadableManifest.read(store, file)
    isEmpty = manifest.partitions.isEmpty
    for partition in manifest.partitions where !load.isFinalOnly || partition.state == .final {
      guard let columns = partition.shape.flatMap({ manifest.shapes?[$0] }) else {
        throw LoadError(
          .configuration,
          "\(store.layout.manifest) does not list the columns of \(partition.path); "
            + "run `tidemark run \(file.path)`, which writes the manifest again")
      }
      guard
        partition.path.hasSuffix(".\(file.sink.format.rawValue)")
          || partition.path.hasSuffix(".\(file.sink.format.rawValue).gz")
      else {
        throw LoadError(
          .configuration,
          "\(partition.path) has another format than `sink.format: \(file.sink.format.rawValue)`; "
            + "export it again with `tidemark run --refresh changed`")
      }
      chunks.append(
        LoadChunk(
          id: partition.chunk, path: partition.path, rows: partition.rows, bytes: partition.bytes,
          sha256: partition.sha256, columns: columns))
    }
  }

  private static func read(_ store: CheckpointStore, _ file: PipelineFile) throws(LoadError) -> Manifest {
    let path = store.layout.manifest
    let found: Manifest?
    do {
      found = try store.manifest()
    } catch let problem as StateFileError {
      throw LoadError(.configuration, "manifest \(path) \(problem)")
    } catch {
      throw LoadError(.cannotWrite, "\(error)")
    }
    guard let found else {
      throw LoadError(
        .configuration,
        "\(path) does not exist, so that nothing can be loaded or removed; check that the sink is mounted, or export "
          + "with `tidemark run \(file.path)`")
    }
    guard found.pipeline == file.name else {
      throw LoadError(
        .configuration,
        "manifest \(path) belongs to the pipeline `\(found.pipeline)`, not `\(file.name)`; "
          + "check `sink.path`, or run `tidemark run \(file.path)`")
    }
    return found
  }
}
