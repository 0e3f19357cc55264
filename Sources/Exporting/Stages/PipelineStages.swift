package import ConfigurationFiles
import Fetching
package import Mapping
import Planning
package import Reading
package import Records
import Writing

/// Translates a pipeline into the types of the stages: the values that the reader locates, the columns of the mapping,
/// and the writer's format.
///
/// Stages do not know one another; only this type sees them all.
package struct PipelineStages: Sendable {
  package let schema: Schema
  package let layout: ResponseLayout
  package let mapping: Mapping
  private let file: PipelineFile
  private let fingerprint: String
  let compression: PartitionCompression

  /// The sources of the mapping's constants, by their index.
  private let constants: [FieldOrigin]
  /// Index into `shape.captures` of the envelope's status.
  private let codeCapture: Int?
  private let messageCapture: Int?
  private let declaredCapture: Int?
  private let declaredPattern: String?
  /// True if a column comes from the root of the response, so that rows are buffered until it is complete.
  let holdsRowsBack: Bool
  let eventTimeCheck: EventTimeCheck?
  private let pages: PagingFields?
  private let parameters: [String: String]

  /// - Parameter fingerprint: the pipeline's fingerprint, for formats with metadata.
  package init(_ file: PipelineFile, zone: TimeZoneTransitions, fingerprint: String) {
    var slots = IndexedList<[String]>()
    var captures = IndexedList<[String]>()
    var constants = IndexedList<FieldOrigin>()
    var fields: [MappedField] = []
    for field in file.fields {
      let origin: MappedField.Origin
      switch field.origin {
      case .record(let paths): origin = .record(slots: paths.map { slots.index(of: $0.keys) })
      case .response(let path):
        _ = captures.index(of: path.keys)
        origin = .constant(index: constants.index(of: field.origin))
      case .window, .chunk, .run, .requestTime, .responseStatus, .parameter:
        origin = .constant(index: constants.index(of: field.origin))
      }
      fields.append(
        MappedField(
          column: Column(name: field.name, type: field.type, isRequired: field.isRequired), origin: origin,
          format: field.format, nullIf: field.nullIf, trim: field.trim, defaultValue: field.defaultValue,
          join: field.join,
          decimalDigits: file.sink.format == .parquet ? .parquet : nil))
    }
    if file.rules.unknownFields == .keep {
      fields.append(
        MappedField(
          column: Column(name: "_extra", type: .json), origin: .extras, nullIf: [], trim: false, defaultValue: nil,
          join: nil))
    }
    let envelope = file.source.report.envelope
    codeCapture = envelope.success.map { captures.index(of: $0.at) }
    messageCapture = envelope.message.map { captures.index(of: $0) }
    declaredCapture = envelope.declared.map { captures.index(of: $0.at) }
    declaredPattern = envelope.declared?.pattern
    pages = file.source.report.paging.map { PagingFields($0) { captures.index(of: $0) } }
    holdsRowsBack = file.fields.contains { if case .response = $0.origin { true } else { false } }
    schema = Schema(columns: fields.map(\.column))
    layout = ResponseLayout(
      records: envelope.records, wanted: slots.elements, captures: captures.elements,
      extras: file.rules.unknownFields.extrasPolicy, knownKeys: file.source.report.topLevelKeys,
      limits: ReadingLimits(bodyBytes: file.source.limits.bytes))
    mapping = Mapping(
      fields: fields,
      rules: MappingRules(
        badValues: file.rules.badValues,
        badText: file.rules.badText, keepsNUL: file.rules.keepsNUL),
      zone: zone)
    eventTimeCheck = EventTimeCheck(file)
    self.file = file
    self.fingerprint = fingerprint
    compression = PartitionCompression(file.sink)
    self.constants = constants.elements
    parameters = file.source.parameters
  }

  /// The format of a chunk's partition; one that can describes itself.
  func format(of chunk: Chunk) -> PartitionFormat {
    PartitionFormat(
      file,
      about: [
        ("tidemark.pipeline", file.name), ("tidemark.window.start", chunk.span.lowerBound.description),
        ("tidemark.window.end", chunk.span.upperBound.description), ("tidemark.fingerprint", fingerprint),
      ])
  }

  /// Returns the values that are the same for every row of a response, in the mapping's order.
  func constants(chunk: Chunk, runID: String, response: Response, summary: ResponseSummary?) -> [ConstantValue] {
    constants.map { origin in
      switch origin {
      case .window(.start): .instant(chunk.span.lowerBound)
      case .window(.end): .instant(chunk.span.upperBound)
      case .window(.date): .day(chunk.date)
      case .chunk: .text(chunk.id.text)
      case .run: .text(runID)
      case .requestTime: .instant(response.requestedAt)
      case .responseStatus: .text(String(response.status))
      case .parameter(let name): parameters[name].map { .text($0) } ?? .null
      case .response(let path):
        captured(path.keys, in: summary).map { .json(kind: $0.kind, $0.text) } ?? .null
      case .record: .null
      }
    }
  }

  /// True if a window's records may be spread over several responses.
  var hasPages: Bool { pages != nil }

  /// Adds a batch's records to the digest of a page, or of a window that is a part of its chunk.
  func digest(_ batch: RawBatch, isPart: Bool = false, into digest: inout RecordsDigest) {
    guard hasPages || isPart else { return }
    for record in batch.records { digest.add(batch.bytes[record.start..<record.end]) }
  }

  /// Translates the reader's result into the type of the fetching stage.
  ///
  /// - Parameters:
  ///   - prologue: the beginning of the body, which is the message if the body has no message.
  ///   - redactor: masks secrets in what is quoted of the body; the message and the code are still as they were sent.
  func report(
    on summary: ResponseSummary, prologue: BodyPrologue, digest: RecordsDigest, error: ReadError?,
    redactor: SecretRedactor
  ) -> ParsedResponse {
    var report = ParsedResponse(
      code: captured(codeCapture, in: summary)?.unescapedText,
      message: captured(messageCapture, in: summary)?.unescapedText,
      records: summary.records, hasRecords: summary.foundRecords, bytes: summary.bytes,
      error: error.map { BodyError($0, redactor: redactor) })
    report.isMessageCut = error?.kind == .cut || captured(messageCapture, in: summary)?.isCut == true
    if report.message == nil, error != nil || !summary.foundRecords {
      report.message = prologue.text
      report.isMessageCut = prologue.isFull
    }
    if let declaredCapture {
      switch DeclaredCountReader(pattern: declaredPattern).count(in: summary.captured[declaredCapture]) {
      case .success(let count): report.declared = count
      case .failure(let problem): report.declaredProblem = problem
      }
    }
    if report.error == nil, report.hasRecords, let path = summary.arraysOnPaths.first {
      report.error = BodyError(
        .malformed,
        "the path `\(path.joined(separator: "."))` leads into an array, which needs an index, as in `a.0.b`")
    }
    report.unrecognized = summary.unrecognizedRecords
    report.unrecognizedSample = String(decoding: summary.unrecognizedSample, as: UTF8.self)
    report.isUnrecognizedSampleCut = summary.isUnrecognizedSampleCut
    pages?.read(summary.captured, into: &report)
    if digest.count > 0 { report.digest = digest }
    return report
  }

  private func captured(_ path: [String], in summary: ResponseSummary?) -> CapturedValue? {
    captured(layout.captures.firstIndex(of: path), in: summary)
  }

  private func captured(_ index: Int?, in summary: ResponseSummary?) -> CapturedValue? {
    guard let index, let summary else { return nil }
    return summary.captured[index]
  }
}
