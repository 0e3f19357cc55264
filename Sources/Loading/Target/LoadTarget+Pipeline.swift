package import ConfigurationFiles
package import Records
package import SystemPackage

extension LoadTarget {
  /// The target of a pipeline's `load`.
  ///
  /// - Parameters:
  ///   - columns: those of all partitions.
  ///   - program: the path of this program.
  ///   - directory: the working directory, for a relative sink path.
  package init(
    _ file: PipelineFile, _ load: LoadDeclaration, columns: [Column], program: String, directory: FilePath
  ) {
    let sink = directory.pushing(FilePath(file.sink.path)).lexicallyNormalized().string
    self.init(
      pipeline: file.name, table: load.table, columns: columns,
      files: PartitionFiles(
        location: load.files ?? sink, format: file.sink.format, csv: file.sink.csv, program: program),
      hasOwnChunkColumn: columns.contains { $0.name == LoadDeclaration.chunkColumn })
  }
}

extension PipelineFile {
  /// The columns of a table for the pipeline's partitions.
  package var tableColumns: [Column] {
    let extra = rules.unknownFields == .keep ? [Column(name: "_extra", type: .json)] : []
    return schema.columns.map { Column(name: $0.name, type: $0.type) } + extra
  }
}
