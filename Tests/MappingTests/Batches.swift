import Mapping
import Records
import TestSupport

/// Makes raw batches from JSON texts, byte by byte and without any cleverness.
extension RawBatch {
  /// - Parameter keys: the slots. Other keys become extras.
  init(_ records: [String], keys: [String]) {
    self.init(bytes: records.map { Array($0.utf8) }, keys: keys)
  }

  init(bytes records: [[UInt8]], keys: [String]) {
    self.init(bytes: [], recordCount: 0, width: keys.count, values: [], records: [])
    for record in records {
      bytes.append(UInt8(ascii: "\n"))
      let start = bytes.count
      bytes += record
      var slots = [ValueRef](repeating: .missing, count: keys.count)
      var locator = Locator(bytes: bytes, position: start)
      for (key, value) in locator.members() {
        let name = String(decoding: bytes[key.start..<key.end], as: UTF8.self)
        if let slot = keys.firstIndex(of: name) {
          slots[slot] = value
        } else {
          extras.append(ExtraValue(record: recordCount, key: key, value: value))
        }
      }
      values += slots
      self.records.append(ValueRef(kind: .object, offset: start, length: bytes.count - start))
      recordCount += 1
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}

private struct Locator {
  let bytes: [UInt8]
  var position: Int

  mutating func members() -> [(key: ValueRef, value: ValueRef)] {
    var members: [(key: ValueRef, value: ValueRef)] = []
    position += 1
    skipBlanks()
    while bytes[position] != UInt8(ascii: "}") {
      let key = value()
      skipBlanks()
      position += 1
      skipBlanks()
      members.append((key, value()))
      skipBlanks()
      if bytes[position] == UInt8(ascii: ",") { position += 1 }
      skipBlanks()
    }
    return members
  }

  mutating func skipBlanks() {
    while [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  mutating func value() -> ValueRef {
    let start = position
    switch bytes[position] {
    case UInt8(ascii: "\""):
      skipString()
      return ref(.string, start + 1, position - 1)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let kind: ValueRef.Kind = bytes[position] == UInt8(ascii: "[") ? .array : .object
      var depth = 0
      repeat {
        switch bytes[position] {
        case UInt8(ascii: "\""):
          skipString()
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        position += 1
      } while depth > 0
      return ref(kind, start, position)
    default:
      while ![UInt8(ascii: ","), UInt8(ascii: "}"), 0x20, 0x0A].contains(bytes[position]) { position += 1 }
      switch bytes[start] {
      case UInt8(ascii: "n"): return ref(.null, start, position)
      case UInt8(ascii: "t"): return ref(.true, start, position)
      case UInt8(ascii: "f"): return ref(.false, start, position)
      default: return ref(.number, start, position)
      }
    }
  }

  mutating func skipString() {
    position += 1
    while bytes[position] != UInt8(ascii: "\"") { position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1 }
    position += 1
  }

  func ref(_ kind: ValueRef.Kind, _ start: Int, _ end: Int) -> ValueRef {
    let text = bytes[start..<end]
    return ValueRef(
      kind: kind, offset: start, length: end - start, hasEscapes: text.contains(UInt8(ascii: "\\")),
      isNonASCII: text.contains { $0 >= 0x80 })
  }
}

/// Maps the key `v` of some records to one column.
struct OneColumn {
  var type: ColumnType
  var field: MappedField
  var rules = MappingRules()
  var zone = TimeZoneTransitions.utc

  init(
    _ type: ColumnType, format: String? = nil, nullIf: [String] = [], trim: Bool = false, defaultValue: String? = nil,
    join: String? = nil, isRequired: Bool = false, badValues: BadValuePolicy = .quarantine,
    badText: BadTextPolicy = .replace, keepsNUL: Bool = false, zone: TimeZoneTransitions = .utc
  ) {
    self.type = type
    self.field = MappedField(
      column: Column(name: "v", type: type, isRequired: isRequired), origin: .record(slots: [0]),
      format: format.map { try! TimePattern($0) }, nullIf: nullIf, trim: trim, defaultValue: defaultValue, join: join)
    self.rules = MappingRules(badValues: badValues, badText: badText, keepsNUL: keepsNUL)
    self.zone = zone
  }

  func map(_ records: [String]) throws -> MappedBatch {
    try map(RawBatch(records, keys: ["v"]))
  }

  func map(_ batch: RawBatch) throws -> MappedBatch {
    var mapping = Mapping(fields: [field], rules: rules, zone: zone)
    return try mapping.apply(to: batch, constants: [])
  }

  /// The cell of a JSON value, or the reason why it is bad.
  func outcome(_ json: String) throws -> Outcome {
    try outcome(bytes: Array(json.utf8))
  }

  func outcome(bytes json: [UInt8]) throws -> Outcome {
    let record = Array(#"{"v":"#.utf8) + json + [UInt8(ascii: "}")]
    let mapped = try map(RawBatch(bytes: [record], keys: ["v"]))
    return mapped.rejects.first.map { .bad($0.reason) } ?? .cell(mapped.rows.cell(0, 0))
  }
}
