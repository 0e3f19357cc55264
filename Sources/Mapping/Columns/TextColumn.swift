import Records

/// Makes the text columns: `string`, `decimal` and `json`.
struct TextColumn {
  let type: ColumnType
  let field: CompiledField
  /// The bytes that the values' references point to.
  let bytes: [UInt8]
  private let replacesBadText: Bool
  private let keepsNUL: Bool
  /// True if a received byte is zero and not kept, so that texts without escapes have to be looked through.
  private let hasBadZero: Bool
  private var defaultResult: CastResult<ValueRef>?

  /// - Parameter hasZero: true if one of the bytes is zero.
  init(field: CompiledField, bytes: [UInt8], hasZero: Bool, rules: MappingRules) {
    self.type = field.column.type
    self.field = field
    self.bytes = bytes
    self.replacesBadText = rules.badText == .replace
    self.keepsNUL = rules.keepsNUL
    self.hasBadZero = hasZero && !rules.keepsNUL
  }

  /// Turns each value into its text, in place. Every reference is a `string` or a `null` afterwards.
  mutating func cast(_ refs: inout [ValueRef], arena: inout StringArena, problems: inout ColumnProblems) {
    switch type {
    case .decimal: castDecimals(&refs, arena: &arena, problems: &problems)
    case .json: castJSON(&refs, arena: &arena, problems: &problems)
    default: castStrings(&refs, arena: &arena, problems: &problems)
    }
  }

  private mutating func castStrings(_ refs: inout [ValueRef], arena: inout StringArena, problems: inout ColumnProblems)
  {
    let received = bytes
    let text = received.span
    var refs = refs.mutableSpan
    for row in 0..<refs.count {
      let ref = refs[row]
      switch ref.kind {
      case .string:
        guard ref.hasEscapes || ref.isNonASCII || hasBadZero else { continue }
        let part = text.extracting(ref.start..<ref.end)
        var error =
          ref.hasEscapes
          ? TextScan.error(in: part, isNonASCII: ref.isNonASCII, keepsNUL: keepsNUL) : TextScan.utf8Error(in: part)
        if error == nil, hasBadZero, part.hasZero { error = .nul }
        guard let error else { continue }
        refs[row] = repaired(ref, error, row: row, arena: &arena, problems: &problems)
      case .number, .true, .false:
        refs[row] = ValueRef(kind: .string, offset: ref.start, length: ref.length)
      case .array, .object:
        refs[row] = nested(ref, row: row, arena: &arena, problems: &problems)
      case .missing, .null:
        refs[row] = substitute(for: ref, row: row, arena: &arena, problems: &problems)
      }
    }
  }

  /// A string whose bad parts are replaced by U+FFFD, if they may be.
  private func repaired(
    _ ref: ValueRef, _ error: ValueError, row: Int, arena: inout StringArena, problems: inout ColumnProblems
  ) -> ValueRef {
    guard replacesBadText else { return problems.null(row, error, ref) }
    let start = arena.bytes.count
    TextScan.appendUnescaped(bytes, in: ref.start..<ref.end, to: &arena.bytes, keepsNUL: keepsNUL)
    guard let made = arena.reference(from: start) else { return problems.null(row, .tooLong, ref) }
    problems.append(replacedRow: row)
    return made
  }

  /// An array or object of a string column: JSON, or joined elements.
  private func nested(
    _ ref: ValueRef, row: Int, arena: inout StringArena, problems: inout ColumnProblems
  ) -> ValueRef {
    let range = ref.start..<ref.end
    let start = arena.bytes.count
    var compactor = JSONCompactor(bytes, in: range, output: arena.take(), keepsNUL: keepsNUL)
    let isValid: Bool
    if let join = field.join, ref.kind == .array {
      isValid = compactor.joinElements(separator: join)
    } else {
      isValid = compactor.value()
      // A plain string never includes received quotes, so the text is created even without changes.
      compactor.flush()
    }
    arena.bytes = compactor.takeOutput()
    return made(ref, isValid, compactor.error, from: start, row: row, arena: &arena, problems: &problems)
  }

  /// Returns the compactor's output, if it is valid.
  private func made(
    _ ref: ValueRef, _ isValid: Bool, _ error: ValueError?, from start: Int, row: Int, arena: inout StringArena,
    problems: inout ColumnProblems
  ) -> ValueRef {
    guard isValid else {
      arena.removeAll(from: start)
      return problems.null(row, .notJSON, ref)
    }
    if let error {
      guard replacesBadText else {
        arena.removeAll(from: start)
        return problems.null(row, error, ref)
      }
      problems.append(replacedRow: row)
    }
    return arena.reference(from: start) ?? problems.null(row, .tooLong, ref)
  }

  private mutating func castJSON(_ refs: inout [ValueRef], arena: inout StringArena, problems: inout ColumnProblems) {
    for row in refs.indices {
      let ref = refs[row]
      switch ref.kind {
      case .true, .false:
        refs[row] = ValueRef(kind: .string, offset: ref.start, length: ref.length)
      case .missing, .null:
        refs[row] = substitute(for: ref, row: row, arena: &arena, problems: &problems)
      case .string, .number, .array, .object:
        refs[row] = compact(ref, row: row, arena: &arena, problems: &problems)
      }
    }
  }

  /// Returns a value as compact JSON: the received bytes if they are already compact.
  private func compact(
    _ ref: ValueRef, row: Int, arena: inout StringArena, problems: inout ColumnProblems
  ) -> ValueRef {
    let start = arena.bytes.count
    let isString = ref.kind == .string
    // A string that was trimmed has lost its quotes.
    let hasQuotes =
      isString && ref.start > 0 && ref.end < bytes.count && bytes[ref.start - 1] == UInt8(ascii: "\"")
      && bytes[ref.end] == UInt8(ascii: "\"")
    let range = hasQuotes ? (ref.start - 1)..<(ref.end + 1) : ref.start..<ref.end
    guard range.count <= ValueRef.maximumLength else { return problems.null(row, .tooLong, ref) }
    var compactor = JSONCompactor(bytes, in: range, output: arena.take(), keepsNUL: keepsNUL)
    let isValid: Bool
    if isString, !hasQuotes {
      isValid = compactor.quotedContent()
    } else {
      isValid = compactor.value()
      if compactor.isChanged { compactor.flush() }
    }
    let isChanged = compactor.isChanged
    arena.bytes = compactor.takeOutput()
    if isValid, !isChanged {
      let isNonASCII = bytes.span.extracting(range).isNonASCII
      return ValueRef(kind: .string, offset: range.lowerBound, length: range.count, isNonASCII: isNonASCII)
    }
    return made(ref, isValid, compactor.error, from: start, row: row, arena: &arena, problems: &problems)
  }

  private mutating func castDecimals(_ refs: inout [ValueRef], arena: inout StringArena, problems: inout ColumnProblems)
  {
    let received = bytes
    let text = received.span
    let sent = field.decimalDigits == nil ? [] : refs
    var scratch: [UInt8] = []
    for row in refs.indices {
      let ref = refs[row]
      switch ref.kind {
      case .missing, .null:
        refs[row] = substitute(for: ref, row: row, arena: &arena, problems: &problems)
      case .string where ref.hasEscapes:
        scratch.removeAll(keepingCapacity: true)
        TextScan.appendUnescaped(received, in: ref.start..<ref.end, to: &scratch)
        refs[row] = writtenDecimal(scratch.span, of: ref, row: row, arena: &arena, problems: &problems)
      case .string, .number, .true, .false, .array, .object:
        let part = text.extracting(ref.start..<ref.end)
        if case .value(let decimal) = ParsedDecimal.read(part), let plain = decimal.partAsSent {
          refs[row] = ValueRef(kind: .string, offset: ref.start + plain.lowerBound, length: plain.count)
        } else {
          refs[row] = writtenDecimal(part, of: ref, row: row, arena: &arena, problems: &problems)
        }
      }
    }
    if let limit = field.decimalDigits {
      limitDecimals(&refs, sent: sent, to: limit, arena: arena, problems: &problems)
    }
  }

  /// Replaces decimals, now in plain digits, by null if they have more digits than the column allows.
  private func limitDecimals(
    _ refs: inout [ValueRef], sent: [ValueRef], to limit: MappedField.DecimalDigits, arena: StringArena,
    problems: inout ColumnProblems
  ) {
    for row in refs.indices where !refs[row].isNull {
      let ref = refs[row]
      let text = (ref.isInArena ? arena.bytes : bytes)[ref.start..<ref.end]
      if !limit.holds(text) { refs[row] = problems.null(row, .decimalRange, sent[row]) }
    }
  }

  /// A decimal whose plain digits have to be written.
  private func writtenDecimal(
    _ text: Span<UInt8>, of ref: ValueRef, row: Int, arena: inout StringArena, problems: inout ColumnProblems
  ) -> ValueRef {
    switch ParsedDecimal.read(text) {
    case .bad(let reason): return problems.null(row, reason, ref)
    case .value(let decimal):
      let start = arena.bytes.count
      decimal.append(text, to: &arena.bytes)
      return arena.reference(from: start) ?? problems.null(row, .tooLong, ref)
    }
  }
}

extension TextColumn {
  /// The default for a null, or null.
  @inline(__always)
  private mutating func substitute(
    for ref: ValueRef, row: Int, arena: inout StringArena, problems: inout ColumnProblems
  ) -> ValueRef {
    guard let text = field.defaultText, field.takesDefault(ref) else { return .null }
    // Made once a batch, then repeated.
    let result = defaultResult ?? castDefault(text, arena: &arena)
    defaultResult = result
    switch result {
    case .value(let made): return made
    case .bad(let reason):
      problems.append(ColumnProblem(row: row, reason: reason, value: nil, isOfDefault: true))
      return .null
    }
  }

  private func castDefault(_ text: [UInt8], arena: inout StringArena) -> CastResult<ValueRef> {
    let start = arena.bytes.count
    if type == .decimal {
      switch ParsedDecimal.read(text.span) {
      case .bad(let reason): return .bad(reason)
      case .value(let decimal): decimal.append(text.span, to: &arena.bytes)
      }
    } else {
      arena.bytes.append(contentsOf: text)
    }
    return arena.reference(from: start).map { .value($0) } ?? .bad(.tooLong)
  }
}

extension ColumnProblems {
  /// Records a bad value and stores null instead.
  fileprivate mutating func null(_ row: Int, _ reason: ValueError, _ value: ValueRef) -> ValueRef {
    append(ColumnProblem(row: row, reason: reason, value: value))
    return .null
  }
}
