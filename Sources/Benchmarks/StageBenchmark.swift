import Compression
import Exporting
import Mapping
import Reading
import Records
import Writing

/// Runs one stage after another on one response, each with the result of the previous one, in one thread.
struct StageBenchmark {
  private let shape: Workload
  private let pipelineStages: PipelineStages
  private let response: [UInt8]
  /// The response in blocks, as it arrives.
  private let blocks: [[UInt8]]
  private let raw: [RawBatch]
  private let rows: [RecordBatch]
  private let csvBlocks: [[UInt8]]

  init(shape: Workload, megabytes: Int) throws {
    self.shape = shape
    pipelineStages = try BenchmarkPipeline(shape: shape).pipelineStages
    response = shape.response(bytes: megabytes * 1_000_000)
    blocks = response.pieces(of: 64 << 10)
    raw = try StageBenchmark.located(blocks, pipelineStages.layout)
    var mapping = pipelineStages.mapping
    rows = try raw.map { try mapping.apply(to: $0, constants: []).rows }
    var encoder = CSVEncoder(checked: pipelineStages.schema)
    var output = OutputBuffer()
    for batch in rows { encoder.append(batch, to: &output) }
    csvBlocks = output.bytes(in: 0..<output.count).pieces(of: GzipMember.blockSize)
  }

  static let heading = "stage          shape    MB/s CPU   wall ms   notes"

  /// Measures a stage; gzip has a line for the default and one for each level, Parquet for each compression.
  func lines(for stage: MeasureCommand.Stage, repeats: Int) throws -> [String] {
    switch stage {
    case .gzip: return try gzipLines(repeats: repeats)
    case .parquet: return try parquetLines(repeats: repeats)
    default:
      return [line(stage.rawValue, bytes: response.count, try ResourceUsage.least(of: repeats, work(stage)), note: "")]
    }
  }

  private func gzipLines(repeats: Int) throws -> [String] {
    let content = csvBlocks.reduce(0) { $0 + $1.count }
    let levels = (1...9).map { (name: "gzip -\($0)", level: GzipLevel.level($0)) }
    return try ([(name: "gzip", level: .standard)] + levels).map { name, level in
      var size = 0
      let usage = try ResourceUsage.least(of: min(repeats, 2)) { size = try compressedSize(level) }
      return line(name, bytes: content, usage, note: "ratio \(decimal(Double(content) / Double(size), 3))")
    }
  }

  private func parquetLines(repeats: Int) throws -> [String] {
    let compressions: [(String, ParquetLayout.Compression)] = [
      ("none", .none), ("zstd", .zstd), ("gzip", .gzip(.standard)),
    ]
    return try compressions.map { name, compression in
      var size = 0
      let usage = try ResourceUsage.least(of: repeats) { size = try parquetSize(compression) }
      let note = "\(decimal(Double(size) / 1e6, 1)) MB of \(decimal(Double(response.count) / 1e6, 0)) MB of JSON"
      return line("parquet, \(name)", bytes: response.count, usage, note: note)
    }
  }

  private func line(_ name: String, bytes: Int, _ usage: ResourceUsage, note: String) -> String {
    name.padded(15) + shape.rawValue.padded(9) + decimal(Double(bytes) / 1e6 / usage.cpu, 0).padded(11)
      + decimal(usage.wall * 1e3, 1).padded(10) + note
  }

  func work(_ stage: MeasureCommand.Stage) -> () throws -> Void {
    switch stage {
    case .locate: { _ = try StageBenchmark.located(blocks, pipelineStages.layout, keeping: false) }
    case .map:
      {
        var mapping = pipelineStages.mapping
        for batch in raw { _ = try mapping.apply(to: batch, constants: []) }
      }
    case .csv: { encode(with: CSVEncoder(checked: pipelineStages.schema)) }
    case .ndjson: { encode(with: NDJSONEncoder(pipelineStages.schema)) }
    case .parquet: { _ = try parquetSize(.zstd) }
    case .transform: { try transform() }
    case .gzip: { _ = try compressedSize(.standard) }
    case .export: {}
    }
  }

  @discardableResult
  private static func located(
    _ blocks: [[UInt8]], _ shape: ResponseLayout, keeping: Bool = true
  ) throws -> [RawBatch] {
    var reader = ResponseReader(shape)
    var batches: [RawBatch] = []
    for block in blocks {
      try reader.append(block)
      while let batch = try reader.next() { if keeping { batches.append(batch) } }
    }
    try reader.finish()
    while let batch = try reader.next() { if keeping { batches.append(batch) } }
    return batches
  }

  private func encode(with encoder: some RowEncoder) {
    var encoder = encoder
    var output = OutputBuffer(capacity: 1 << 20)
    for batch in rows {
      // Neither of these encoders throws.
      try? encoder.append(batch, to: &output)
      output.truncate(to: 0)
    }
  }

  /// Writes all rows as one file, with one core, and gives the file's size.
  private func parquetSize(_ compression: ParquetLayout.Compression) throws -> Int {
    let layout = ParquetLayout(compression: compression, createdBy: "benchmark")
    var encoder = try PartitionFormat.parquet(layout).encoder(for: pipelineStages.schema)
    var output = OutputBuffer(capacity: 1 << 20)
    var size = 0
    func settle() throws {
      for work in encoder.takeWork() { encoder.put(try work.run()) }
      size += encoder.takeReady().reduce(output.count) { $0 + $1.count }
      output.truncate(to: 0)
    }
    encoder.begin(&output)
    for batch in rows {
      try encoder.append(batch, to: &output)
      try settle()
    }
    try encoder.finish(&output)
    try settle()
    encoder.conclude(&output)
    try settle()
    return size
  }

  /// Processes a response on one core without compression.
  private func transform() throws {
    var reader = ResponseReader(pipelineStages.layout)
    var mapping = pipelineStages.mapping
    var encoder = CSVEncoder(checked: pipelineStages.schema)
    var output = OutputBuffer(capacity: 1 << 20)
    func take(_ batch: RawBatch) throws {
      encoder.append(try mapping.apply(to: batch, constants: []).rows, to: &output)
      output.truncate(to: 0)
    }
    for block in blocks {
      try reader.append(block)
      while let batch = try reader.next() { try take(batch) }
    }
    try reader.finish()
    while let batch = try reader.next() { try take(batch) }
  }

  private func compressedSize(_ level: GzipLevel) throws -> Int {
    let deflater = try Deflater(level)
    var size = 0
    var previous: [UInt8] = []
    for (index, block) in csvBlocks.enumerated() {
      size += try deflater.compress(block, after: previous, isLast: index == csvBlocks.count - 1).count
      previous = block
    }
    return size
  }
}

extension CSVEncoder {
  /// The default dialect, which is valid.
  fileprivate init(checked schema: Schema) {
    guard let encoder = try? CSVEncoder(schema) else { preconditionFailure("the usual dialect is a right one") }
    self = encoder
  }
}

extension [UInt8] {
  fileprivate func pieces(of size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
