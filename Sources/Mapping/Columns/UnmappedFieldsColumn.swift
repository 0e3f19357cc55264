import Records

/// Creates the JSON column of the keys without a field. A record's extras have no duplicate keys.
struct UnmappedFieldsColumn {
  private let field: CompiledField
  private let batch: RawBatch
  private let rules: MappingRules

  init(field: CompiledField, batch: RawBatch, rules: MappingRules) {
    self.field = field
    self.batch = batch
    self.rules = rules
  }

  /// Returns one compact object per record, keys in received order; the default or null if there are none.
  func objects(arena: inout StringArena, problems: inout ColumnProblems) -> [ValueRef] {
    var refs = [ValueRef](repeating: .null, count: batch.recordCount)
    if let text = field.defaultText, let made = arena.reference(to: text) {
      refs = Array(repeating: made, count: batch.recordCount)
    }
    var first = 0
    while first < batch.extras.count {
      let row = batch.extras[first].record
      var last = first
      while last < batch.extras.count, batch.extras[last].record == row { last += 1 }
      refs[row] = object(first..<last, row: row, arena: &arena, problems: &problems)
      first = last
    }
    return refs
  }

  private func object(
    _ entries: Range<Int>, row: Int, arena: inout StringArena, problems: inout ColumnProblems
  ) -> ValueRef {
    let start = arena.bytes.count
    var error: ValueError?
    var reason: ValueError?
    for index in entries {
      let extra = batch.extras[index]
      arena.bytes.append(UInt8(ascii: arena.bytes.count == start ? "{" : ","))
      reason = reason ?? append(extra.key, &error, arena: &arena)
      arena.bytes.append(UInt8(ascii: ":"))
      reason = reason ?? append(extra.value, &error, arena: &arena)
    }
    arena.bytes.append(UInt8(ascii: "}"))
    if rules.badText != .replace { reason = reason ?? error }
    if reason == nil, let made = arena.reference(from: start) {
      if error != nil { problems.append(replacedRow: row) }
      return made
    }
    arena.removeAll(from: start)
    let value = batch.extras[entries.lowerBound].value
    problems.append(ColumnProblem(row: row, reason: reason ?? .tooLong, value: value))
    return .null
  }

  /// Appends a value as compact JSON; returns why it can't be.
  private func append(_ ref: ValueRef, _ error: inout ValueError?, arena: inout StringArena) -> ValueError? {
    if ref.isNull {
      arena.bytes.append(contentsOf: "null".utf8)
      return nil
    }
    var compactor = JSONCompactor(
      batch.bytes, in: ref.start..<ref.end, output: arena.take(), keepsNUL: rules.keepsNUL)
    let isValid = ref.kind == .string ? compactor.quotedContent() : compactor.value()
    compactor.flush()
    arena.bytes = compactor.takeOutput()
    error = error ?? compactor.error
    return isValid ? nil : .notJSON
  }
}
