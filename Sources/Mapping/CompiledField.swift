import Records

/// A field in the form that the loops over a batch want.
struct CompiledField: Sendable {
  let column: Column
  let origin: MappedField.Origin
  let timeForm: TimePatternParser?
  let nullTexts: NullMatcher
  let trim: Bool
  /// The default's text; a `json` column's is compact JSON.
  let defaultText: [UInt8]?
  let join: [UInt8]?
  let isRequired: Bool
  let decimalDigits: MappedField.DecimalDigits?

  init(_ field: MappedField) {
    self.column = field.column
    self.origin = field.origin
    self.timeForm = field.format.map(TimePatternParser.init)
    self.nullTexts = NullMatcher(field.nullIf)
    self.trim = field.trim
    self.defaultText = field.defaultValue.map { text in
      field.column.type == .json ? JSONStringEncoder.compactOrQuoted(text) : Array(text.utf8)
    }
    self.join = field.join.map { Array($0.utf8) }
    self.isRequired = field.isRequired
    self.decimalDigits = field.decimalDigits
  }
}

extension CompiledField {
  /// Returns the field's value of each record, trimmed and with nulls applied. It is `missing` if the record has none
  /// of the slots' keys, which is an error for a required field.
  func select(slots: [Int], from batch: RawBatch, problems: inout ColumnProblems) -> [ValueRef] {
    guard let first = slots.first else { return Array(repeating: .missing, count: batch.recordCount) }
    var refs = CompiledField.gather(slot: first, from: batch)
    for slot in slots.dropFirst() {
      let alternatives = CompiledField.gather(slot: slot, from: batch)
      for row in refs.indices where refs[row].isNull && alternatives[row].kind != .missing {
        refs[row] = alternatives[row]
      }
      if batch.hasArraysOnPaths {
        for row in refs.indices where refs[row] == .missing { refs[row] = alternatives[row] }
      }
    }
    if batch.hasArraysOnPaths {
      for row in refs.indices {
        guard let array = refs[row].arrayOnPath else { continue }
        problems.append(ColumnProblem(row: row, reason: .arrayOnPath, value: array))
      }
    }
    if isRequired {
      for row in refs.indices where refs[row] == .missing {
        problems.append(ColumnProblem(row: row, reason: .missingKey, value: nil))
      }
    }
    if batch.hasArraysOnPaths {
      for row in refs.indices where refs[row].kind == .missing { refs[row] = .missing }
    }
    if trim { CompiledField.trim(&refs, in: batch.bytes) }
    if !nullTexts.isEmpty { nullTexts.setNulls(&refs, in: batch.bytes) }
    if isRequired, defaultText == nil {
      for row in refs.indices where refs[row].kind == .null {
        problems.append(ColumnProblem(row: row, reason: .requiredNull, value: nil))
      }
    }
    return refs
  }

  /// Returns true if the default replaces a null. It does not replace a missing required key, which is a bad value.
  @inline(__always)
  func takesDefault(_ ref: ValueRef) -> Bool {
    ref.kind == .null || !isRequired
  }

  private static func gather(slot: Int, from batch: RawBatch) -> [ValueRef] {
    var refs = [ValueRef](repeating: .missing, count: batch.recordCount)
    var output = refs.mutableSpan
    let values = batch.values.span
    var index = slot
    for row in 0..<output.count {
      output[row] = values[index]
      index += batch.width
    }
    return refs
  }

  private static func trim(_ refs: inout [ValueRef], in bytes: [UInt8]) {
    let text = bytes.span
    var refs = refs.mutableSpan
    for row in 0..<refs.count where refs[row].kind == .string {
      refs[row] = TextTrim.trimmed(refs[row], in: text)
    }
  }
}

extension NullMatcher {
  fileprivate func setNulls(_ refs: inout [ValueRef], in bytes: [UInt8]) {
    var scratch: [UInt8] = []
    let text = bytes.span
    var refs = refs.mutableSpan
    for row in 0..<refs.count where contains(refs[row], of: bytes, in: text, scratch: &scratch) {
      refs[row] = .null
    }
  }
}
