import Compression
import ConfigurationFiles
import Fetching
import Mapping
import Reading
import Records
import Writing

// One stage's words for another's: each stage has its own vocabulary so that it need not know its neighbours.

extension RulesDeclaration.UnknownFields {
  var extrasPolicy: ExtrasPolicy {
    switch self {
    case .ignore: .ignore
    case .report, .fail: .names
    case .keep: .values
    }
  }
}

extension BodyError {
  init(_ error: ReadError, redactor: SecretRedactor) {
    self.init(Kind(error.kind), error.description(redactor: redactor))
  }
}

extension BodyError.Kind {
  init(_ kind: ReadError.Kind) {
    self =
      switch kind {
      case .cut: .cut
      case .malformed: .malformed
      case .limit: .beyondLimits
      case .tooLarge: .tooLarge
      }
  }
}

extension PartitionCompression {
  init(_ sink: SinkDeclaration) {
    self =
      switch (sink.format, sink.compression) {
      // Parquet compresses its pages, so that nothing is put around the file.
      case (.parquet, _), (_, .none), (_, .zstd): .none
      case (_, .gzip): .gzip(GzipLevel(sink))
      }
  }
}

extension ParquetLayout.Compression {
  init(_ sink: SinkDeclaration) {
    self =
      switch sink.compression {
      case .none: .none
      case .zstd: .zstd
      case .gzip: .gzip(GzipLevel(sink))
      }
  }
}

extension GzipLevel {
  fileprivate init(_ sink: SinkDeclaration) {
    self = sink.compressionLevel.map { .level($0) } ?? .standard
  }
}

extension PartitionFormat {
  /// - Parameter about: the metadata of formats that have any.
  init(_ file: PipelineFile, about: [(key: String, value: String)]) {
    self =
      switch file.sink.format {
      case .csv: .csv(file.sink.csv)
      case .ndjson: .ndjson
      case .parquet:
        .parquet(
          ParquetLayout(
            compression: ParquetLayout.Compression(file.sink), createdBy: "tidemark version \(tidemarkVersion)",
            metadata: about.map { ParquetLayout.Entry(key: $0.key, value: $0.value) }))
      }
  }
}

extension MappedField.DecimalDigits {
  /// The precision of decimal columns of a Parquet partition.
  static var parquet: Self {
    Self(whole: ParquetLayout.decimalDigits.whole, fraction: ParquetLayout.decimalDigits.fraction)
  }
}
