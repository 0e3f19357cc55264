import Reading
import Records

/// Everything that a reader found in a body, out of its batches.
struct ReadResponse: Equatable {
  /// A value as text, so that it can be compared wherever it lay.
  struct Value: Equatable, CustomStringConvertible {
    var kind: ValueRef.Kind
    var text: String
    /// True if the flags describe the text.
    var hasTrueFlags: Bool

    init(_ reference: ValueRef, in batch: RawBatch) {
      kind = reference.kind
      let bytes = batch.bytes[reference.start..<reference.end]
      text = String(decoding: bytes, as: UTF8.self)
      hasTrueFlags =
        reference.hasEscapes == bytes.contains(UInt8(ascii: "\\"))
        && reference.isNonASCII == bytes.contains { $0 >= 0x80 } && !reference.isInArena
    }

    /// The value as in JSON; `-` if it is missing.
    var description: String {
      switch kind {
      case .missing: "-"
      case .string: "\"\(text)\""
      default: text
      }
    }
  }

  /// Values of each record, as in JSON.
  var rows: [[String]] = []
  var records: [String] = []
  /// `record key=value`.
  var extras: [String] = []
  var captured: [CapturedValue?] = []
  var arraysOnPaths: [[String]] = []
  var unknownFields: [String: Int] = [:]
  var foundRecords = false
  var recordCount = 0
  var byteCount = 0
  /// True if every reference's flags are right.
  var hasTrueFlags = true

  static func == (one: ReadResponse, other: ReadResponse) -> Bool {
    one.rows == other.rows && one.records == other.records && one.extras == other.extras
      && one.captured == other.captured && one.unknownFields == other.unknownFields
      && one.foundRecords == other.foundRecords && one.recordCount == other.recordCount
      && one.byteCount == other.byteCount && one.hasTrueFlags == other.hasTrueFlags
  }

  /// Reads `body` in blocks that end at the given offsets and at its end.
  init(_ body: [UInt8], layout: ResponseLayout, cutAt cuts: [Int] = []) throws {
    var reader = ResponseReader(layout)
    var start = 0
    for end in cuts + [body.count] {
      try reader.append(Array(body[start..<end]))
      start = end
      while let batch = try reader.next() { add(batch) }
    }
    try reader.finish()
    let summary = reader.summary
    while let batch = try reader.next() { add(batch) }
    captured = summary.captured
    arraysOnPaths = summary.arraysOnPaths
    unknownFields = Dictionary(summary.unknownFields.map { ($0.name, $0.count) }) { $0 + $1 }
    foundRecords = summary.foundRecords
    recordCount = summary.records
    byteCount = summary.bytes
  }

  init(_ body: String, layout: ResponseLayout, cutAt cuts: [Int] = []) throws {
    try self.init(Array(body.utf8), layout: layout, cutAt: cuts)
  }

  private mutating func add(_ batch: RawBatch) {
    func show(_ reference: ValueRef) -> String {
      let value = Value(reference, in: batch)
      if value.kind != .missing, !value.hasTrueFlags { hasTrueFlags = false }
      return value.description
    }
    let firstRow = rows.count
    for row in 0..<batch.recordCount {
      rows.append(batch.values[row * batch.width..<(row + 1) * batch.width].map(show))
    }
    records += batch.records.map(show)
    extras += batch.extras.map { "\(firstRow + $0.record) \(show($0.key))=\(show($0.value))" }
  }

  /// Returns the error of a body.
  static func error(_ body: [UInt8], layout: ResponseLayout, cutAt cuts: [Int] = []) -> ReadError? {
    do {
      _ = try ReadResponse(body, layout: layout, cutAt: cuts)
      return nil
    } catch {
      return error as? ReadError
    }
  }
}

extension ResponseLayout {
  /// Records at `data` with one slot a path, written with dots.
  static func wanting(
    _ paths: String..., at records: String = "data", captures: [[String]] = [], extras: ExtrasPolicy = .ignore,
    knownKeys: Set<String> = [], limits: ReadingLimits = ReadingLimits()
  ) -> ResponseLayout {
    func keys(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }
    return ResponseLayout(
      records: keys(records), wanted: paths.map(keys), captures: captures, extras: extras, knownKeys: knownKeys,
      limits: limits)
  }
}
