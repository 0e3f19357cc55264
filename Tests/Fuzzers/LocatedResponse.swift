import Reading
import Records
import TestSupport

/// Everything that a reader finds in a body, independent of positions.
struct LocatedResponse: Equatable {
  struct Value: Equatable, CustomStringConvertible {
    var kind: ValueRef.Kind
    /// A string's without its quotes.
    var bytes: [UInt8]

    static let missing = Value(kind: .missing, bytes: [])

    var description: String { "\(kind) \(String(decoding: bytes, as: UTF8.self).debugDescription)" }
  }

  struct Extra: Equatable {
    var record: Int
    var key: [UInt8]
    var value: Value
  }

  var rows: [[Value]] = []
  var records: [Value] = []
  var extras: [Extra] = []
  var captured: [CapturedValue?] = []
  var unknownFields: [String: Int] = [:]
  var foundRecords = false

  /// Reads a body in pieces that end at the given offsets and at its end.
  init(_ body: [UInt8], layout: ResponseLayout, cutAt cuts: [Int]) throws(ReadError) {
    var reader = ResponseReader(layout)
    var start = 0
    for end in cuts + [body.count] {
      try reader.append(Array(body[start..<end]))
      start = end
      while let batch = try reader.next() { add(batch, layout) }
    }
    try reader.finish()
    let summary = reader.summary
    while let batch = try reader.next() { add(batch, layout) }
    captured = summary.captured
    unknownFields = Dictionary(summary.unknownFields.map { ($0.name, $0.count) }) { $0 + $1 }
    foundRecords = summary.foundRecords
    expect(summary.records == records.count, "\(summary.records) records are counted, \(records.count) found")
    expect(summary.bytes == body.count, "\(summary.bytes) bytes are counted of \(body.count)")
  }

  private mutating func add(_ batch: RawBatch, _ layout: ResponseLayout) {
    expect(batch.recordCount > 0, "a batch has records")
    expect(batch.values.count == batch.recordCount * layout.wanted.count, "a batch has a value for each slot")
    let first = rows.count
    for row in 0..<batch.recordCount {
      rows.append(
        batch.values[row * batch.width..<(row + 1) * batch.width].map { LocatedResponse.value($0, in: batch) })
    }
    records += batch.records.map { LocatedResponse.value($0, in: batch) }
    extras += batch.extras.map { extra in
      Extra(
        record: first + extra.record, key: LocatedResponse.value(extra.key, in: batch).bytes,
        value: LocatedResponse.value(extra.value, in: batch))
    }
  }

  private static func value(_ ref: ValueRef, in batch: RawBatch) -> Value {
    guard ref.kind != .missing else { return .missing }
    let bytes = Array(batch.bytes[ref.start..<ref.end])
    expect(ref.hasEscapes == bytes.contains(UInt8(ascii: "\\")), "the flag for escapes is correct")
    expect(ref.isNonASCII == bytes.contains { $0 >= 0x80 }, "the flag for non-ASCII text is correct")
    expect(!ref.isInArena, "a reader makes nothing")
    return Value(kind: ref.kind, bytes: bytes)
  }
}

extension LocatedResponse {
  /// Describes the first difference.
  static func difference(_ found: LocatedResponse, _ expected: LocatedResponse) -> String {
    func differing<Part: Equatable>(_ name: String, _ part: KeyPath<LocatedResponse, Part>) -> String? {
      found[keyPath: part] == expected[keyPath: part]
        ? nil : "\(name) \(found[keyPath: part]), expected \(expected[keyPath: part])"
    }
    let parts = [
      differing("rows", \.rows), differing("records", \.records), differing("extras", \.extras),
      differing("captured", \.capturedTexts), differing("unknown fields", \.unknownFields),
      differing("found records", \.foundRecords),
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }

  /// Computes the expected result with the reference reader; throws if a reader must reject the body.
  init(plainly body: [UInt8], _ layout: ResponseLayout) throws {
    let savepoint = body.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let response = try ReferenceJSON(Array(body.dropFirst(savepoint)), deepest: layout.limits.depth)
    try LocatedResponse.refuseSecondPath(response, layout.records[...])
    let list = response[layout.records]
    switch list?.kind {
    case nil, .null: break
    case .array, .object:
      foundRecords = true
      for record in list?.kind == .array ? list?.elements ?? [] : [list].compactMap({ $0 }) { try add(record, layout) }
    default: throw Refusal()
    }
    captured = layout.captures.map { path in
      LocatedResponse.captured(
        path, of: response, records: foundRecords ? list : nil, layout, body: body, savepoint: savepoint)
    }
  }

  private struct Refusal: Error {}

  /// Each key on the way to the records may be met once.
  private static func refuseSecondPath(_ value: ReferenceJSON, _ path: ArraySlice<String>) throws {
    guard let key = path.first else { return }
    let found = value.members.filter { ReferenceString.unescaped($0.key.content).bytes == Array(key.utf8) }
    if found.count > 1 { throw Refusal() }
    for member in found { try refuseSecondPath(member.value, path.dropFirst()) }
  }

  private mutating func add(_ record: ReferenceJSON, _ layout: ResponseLayout) throws {
    guard record.kind == .object, record.text.count <= layout.limits.recordBytes else { throw Refusal() }
    rows.append(layout.wanted.map { LocatedResponse.value(record[$0]) })
    records.append(LocatedResponse.value(record))
    guard layout.extras != .ignore else { return }
    var kept: [(name: [UInt8], extra: Extra)] = []
    for (key, value) in record.members {
      let name = ReferenceString.unescaped(key.content).bytes
      let text = String(decoding: name, as: UTF8.self)
      if layout.knownKeys.contains(text) || layout.wanted.contains(where: { $0.first == text }) { continue }
      let extra = Extra(record: records.count - 1, key: key.content, value: LocatedResponse.value(value))
      if let index = kept.firstIndex(where: { $0.name == name }) {
        kept[index].extra = extra
      } else {
        kept.append((name, extra))
        unknownFields[text, default: 0] += 1
      }
    }
    if layout.extras == .values { extras += kept.map(\.extra) }
  }

  private static func value(_ json: ReferenceJSON?) -> Value {
    json.map { Value(kind: $0.kind, bytes: $0.content) } ?? .missing
  }

  private var capturedTexts: [String] {
    captured.map { $0.map { "\($0.kind) \(String(decoding: $0.text, as: UTF8.self)) \($0.isCut)" } ?? "-" }
  }

  /// Returns a captured value's text; one that contains the records is truncated where they begin, except for one
  /// object instead of them.
  private static func captured(
    _ path: [String], of response: ReferenceJSON, records: ReferenceJSON?, _ layout: ResponseLayout, body: [UInt8],
    savepoint: Int
  ) -> CapturedValue? {
    // Within an array, keys lead nowhere.
    guard let value = response[path] else { return nil }
    if let records, layout.records.starts(with: path), path != layout.records || records.kind == .array {
      return CapturedValue(
        kind: value.kind, text: Array(body[(savepoint + value.start)..<(savepoint + records.start)]), isCut: true)
    }
    return CapturedValue(kind: value.kind, text: value.text)
  }
}
