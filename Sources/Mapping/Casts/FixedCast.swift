import Records

/// Reads values of one width from their text.
protocol FixedCast {
  associatedtype Value: Sendable & Hashable

  /// The value stored for a null.
  static var placeholder: Value { get }
  /// The reason why an array or an object is bad.
  static var mismatch: ValueError { get }

  /// - Parameters:
  ///   - text: A string unescaped, any other scalar as JSON writes it.
  ///   - kind: What kind of scalar it is.
  mutating func read(_ text: Span<UInt8>, kind: ValueRef.Kind) -> CastResult<Value>
}

extension FixedCast {
  /// Casts a complete column.
  mutating func cast(
    _ refs: [ValueRef], of field: CompiledField, in bytes: [UInt8], problems: inout ColumnProblems
  ) -> FixedValues<Value> {
    var values = [Value](repeating: Self.placeholder, count: refs.count)
    var isNull = [Bool](repeating: false, count: refs.count)
    var hasNulls = false
    var scratch: [UInt8] = []
    let defaultResult = field.defaultText.map { read($0.span, kind: .string) }
    do {
      let text = bytes.span
      let refs = refs.span
      var values = values.mutableSpan
      var isNull = isNull.mutableSpan
      for row in 0..<refs.count {
        let ref = refs[row]
        let result: CastResult<Value>
        var isOfDefault = false
        switch ref.kind {
        case .string where ref.hasEscapes:
          scratch.removeAll(keepingCapacity: true)
          TextScan.appendUnescaped(bytes, in: ref.start..<ref.end, to: &scratch)
          result = read(scratch.span, kind: .string)
        case .string, .number, .true, .false:
          result = read(text.extracting(ref.start..<ref.end), kind: ref.kind)
        case .array, .object:
          result = .bad(Self.mismatch)
        case .missing, .null:
          guard let defaultResult, field.takesDefault(ref) else {
            isNull[row] = true
            hasNulls = true
            continue
          }
          result = defaultResult
          isOfDefault = true
        }
        switch result {
        case .value(let value):
          values[row] = value
        case .bad(let reason):
          isNull[row] = true
          hasNulls = true
          problems.append(
            ColumnProblem(row: row, reason: reason, value: isOfDefault ? nil : ref, isOfDefault: isOfDefault))
        }
      }
    }
    return FixedValues(values: values, isNull: hasNulls ? isNull : [])
  }
}
