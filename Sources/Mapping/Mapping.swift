package import Records

/// Turns raw batches into typed rows, column by column.
///
/// It keeps nothing between batches but what makes the next one faster: the same batch always gives the same rows.
package struct Mapping: Sendable {
  private let fields: [CompiledField]
  private let rules: MappingRules
  private let zone: TimeZoneTransitions
  private let clock: LocalTimeConverter
  private var timestamps: TimestampCast
  private var localTimestamps: LocalTimestampCast

  /// - Parameter zone: The clock that times without an offset are read on.
  package init(fields: [MappedField], rules: MappingRules, zone: TimeZoneTransitions) {
    for field in fields where field.origin == .extras {
      precondition(field.column.type == .json, "the column of unknown keys holds JSON")
    }
    for field in fields where field.format != nil {
      precondition([.timestamp, .localTimestamp, .date].contains(field.column.type), "a format is a time's")
    }
    self.fields = fields.map(CompiledField.init)
    self.rules = rules
    self.zone = zone
    self.clock = LocalTimeConverter(zone)
    self.timestamps = TimestampCast(zone: zone)
    self.localTimestamps = LocalTimestampCast(zone: zone)
  }

  /// The columns that every batch of rows has.
  package var schema: Schema {
    Schema(columns: fields.map(\.column))
  }

  /// Maps one batch. The rows take over the batch's bytes without copying.
  ///
  /// - Parameters:
  ///   - constants: the values that fields of constant origin refer to by index.
  ///   - redactor: masks secrets in rejects and errors; rows stay as the source sent them.
  /// - Throws: for the first record with a bad value or text, if the rules specify `fail`.
  package mutating func apply(
    to batch: RawBatch, constants: [ConstantValue], redactor: SecretRedactor = SecretRedactor()
  ) throws(MappingError) -> MappedBatch {
    var arena = StringArena()
    var collector = RejectCollector(rules: rules, redactor: redactor)
    collector.addUnrecognized(batch.unrecognized)
    var columns: [ColumnValues] = []
    columns.reserveCapacity(fields.count)
    let hasZero = batch.bytes.span.hasZero
    for field in fields {
      var problems = ColumnProblems()
      switch field.origin {
      case .record(let slots):
        let refs = field.select(slots: slots, from: batch, problems: &problems)
        columns.append(cast(refs, of: field, in: batch.bytes, hasZero: hasZero, arena: &arena, problems: &problems))
        collector.add(problems, of: field, in: batch.bytes)
      case .extras:
        let refs = UnmappedFieldsColumn(field: field, batch: batch, rules: rules)
          .objects(arena: &arena, problems: &problems)
        columns.append(.text(refs))
        collector.add(problems, of: field, in: batch.bytes)
      case .constant(let index):
        let constant = EncodedConstant(constants[index], columnType: field.column.type, zone: zone)
        let refs = field.select(slots: [0], from: constant.batch, problems: &problems)
        let bytes = constant.batch.bytes
        let one = cast(
          refs, of: field, in: bytes, hasZero: bytes.span.hasZero, arena: &arena, problems: &problems)
        columns.append(
          one.repeated(batch.recordCount, from: constant.batch.bytes, type: field.column.type, arena: &arena))
        collector.add(problems, of: field, in: constant.batch.bytes, rowCount: batch.recordCount)
      }
    }
    let rows = RecordBatch(
      received: batch.bytes, arena: arena.bytes, rowCount: batch.recordCount, columns: columns)
    return try collector.close(rows, records: batch.records)
  }

  private mutating func cast(
    _ refs: consuming [ValueRef], of field: CompiledField, in bytes: [UInt8], hasZero: Bool, arena: inout StringArena,
    problems: inout ColumnProblems
  ) -> ColumnValues {
    if let form = field.timeForm {
      var cast = FormattedTimeCast(form, type: field.column.type, zone: zone, clock: clock)
      return .integers(cast.cast(refs, of: field, in: bytes, problems: &problems))
    }
    switch field.column.type {
    case .string, .decimal, .json:
      var texts = TextColumn(field: field, bytes: bytes, hasZero: hasZero, rules: rules)
      texts.cast(&refs, arena: &arena, problems: &problems)
      return .text(refs)
    case .integer:
      var cast = IntegerCast()
      return .integers(cast.cast(refs, of: field, in: bytes, problems: &problems))
    case .double:
      var cast = DoubleCast()
      return .doubles(cast.cast(refs, of: field, in: bytes, problems: &problems))
    case .boolean:
      var cast = BooleanCast()
      return .booleans(cast.cast(refs, of: field, in: bytes, problems: &problems))
    case .date:
      var cast = DateCast()
      return .integers(cast.cast(refs, of: field, in: bytes, problems: &problems))
    case .timestamp:
      return .integers(timestamps.cast(refs, of: field, in: bytes, problems: &problems))
    case .localTimestamp:
      return .integers(localTimestamps.cast(refs, of: field, in: bytes, problems: &problems))
    case .seconds:
      var cast = SecondsCast()
      return .integers(cast.cast(refs, of: field, in: bytes, problems: &problems))
    }
  }
}
