package import Checkpoints
package import ConfigurationFiles

extension DeltaTable {
  /// The table over a pipeline's partitions; nil if its sink has none.
  package init?(_ file: PipelineFile, _ store: CheckpointStore) {
    guard file.sink.table == .delta else { return nil }
    self.init(store, pipeline: file.name, keep: file.sink.keep)
  }
}
