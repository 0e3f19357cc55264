import Mapping
import Records
import TestSupport

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
