import Mapping
import Records
import TestSupport

/// One value, cast to each type in turn, against the plain mapping.
enum CastFuzzer {
  /// Treats the bytes as a JSON value if they are one, and as the content of a string.
  @Sendable static func run(_ bytes: [UInt8]) {
    guard bytes.count < 2_000 else { return }
    for text in [bytes, Array("\"".utf8) + bytes + Array("\"".utf8)] {
      guard let value = try? ReferenceJSON(text), value.text == text else { continue }
      for type in ColumnType.allCases { cast(value, to: type) }
    }
  }

  private static func cast(_ value: ReferenceJSON, to type: ColumnType) {
    var random = SplitMix64(of: value.text)
    for zone in Zones.all.shuffled(using: &random).prefix(type == .timestamp || type == .localTimestamp ? 3 : 1) {
      let isTime = type == .timestamp || type == .localTimestamp || type == .date
      let format = isTime && Bool.random(using: &random) ? ReferenceTimeFormat.some.randomElement(using: &random) : nil
      let reference = ReferenceMapping(
        type: type, format: format, nullIf: [[], ["-", ""], ["0", "é", "1e3"]].randomElement(using: &random) ?? [],
        trim: type != .json && Bool.random(using: &random),
        defaultValue: [nil, "1", "2026-10-01", "x y", "[1, 2]", "\"a\" b"].randomElement(using: &random) ?? nil,
        join: Bool.random(using: &random) ? "; " : nil, refusesBadText: Bool.random(using: &random), zone: zone)
      var mapping = Mapping(
        fields: [
          MappedField(
            column: Column(name: "v", type: type), origin: .record(slots: [0]),
            format: format.flatMap { try? TimePattern($0.text) }, nullIf: reference.nullIf, trim: reference.trim,
            defaultValue: reference.defaultValue, join: reference.join)
        ],
        rules: MappingRules(badText: reference.refusesBadText ? .quarantine : .replace), zone: zone)
      guard let mapped = try? mapping.apply(to: batch(value), constants: []) else { fatalError("no rule says fail") }
      let found: ReferenceMapping.Result = mapped.rejects.isEmpty ? .cell(mapped.rows.cell(0, 0)) : .bad
      let expected = reference.result(value.text)
      expect(found == expected, "\(found), expected \(expected) by \(reference)")
      for reject in mapped.rejects {
        expect(!reject.reason.isEmpty && !reject.reason.contains("\n"), "a reason is a line: \(reject.reason)")
      }
    }
  }

  private static func batch(_ value: ReferenceJSON) -> RawBatch {
    let opening = Array(#"{"v":"#.utf8)
    let bytes = opening + value.text + Array("}".utf8)
    let start = opening.count + (value.kind == .string ? 1 : 0)
    let ref = ValueRef(
      kind: value.kind, offset: start, length: value.content.count,
      hasEscapes: value.content.contains(UInt8(ascii: "\\")), isNonASCII: value.content.contains { $0 >= 0x80 })
    return RawBatch(
      bytes: bytes, recordCount: 1, width: 1, values: [ref],
      records: [ValueRef(kind: .object, offset: 0, length: bytes.count)])
  }
}
