import Records

/// A constant in the form of a received value, so that it is processed like one.
struct EncodedConstant {
  /// One record with one value.
  let batch: RawBatch

  init(_ constant: ConstantValue, columnType: ColumnType, zone: TimeZoneTransitions) {
    switch constant {
    case .null: self.init(kind: .null, [])
    case .instant(let instant) where columnType == .date:
      self.init(string: zone.civilTime(at: instant).day.description)
    case .instant(let instant): self.init(string: instant.description)
    case .day(let day): self.init(string: day.description)
    case .text(let text): self.init(string: text)
    case .json(let kind, let bytes): self.init(kind: kind, bytes)
    }
  }

  private init(string text: String) {
    self.init(kind: .string, JSONStringEncoder.quoted(Array(text.utf8)))
  }

  /// - Parameter bytes: Raw JSON text.
  private init(kind: ValueRef.Kind, _ bytes: [UInt8]) {
    let isString = kind == .string
    precondition(!isString || bytes.count >= 2, "a string has its quotes")
    let ref = ValueRef(
      kind: kind, offset: isString ? 1 : 0, length: bytes.count - (isString ? 2 : 0),
      hasEscapes: bytes.contains(UInt8(ascii: "\\")), isNonASCII: bytes.span.isNonASCII)
    self.batch = RawBatch(bytes: bytes, recordCount: 1, width: 1, values: [ref], records: [.missing])
  }
}

extension ColumnValues {
  /// A column of one value as a column of many; text moves from `bytes` into the arena.
  func repeated(_ count: Int, from bytes: [UInt8], type: ColumnType, arena: inout StringArena) -> ColumnValues {
    switch self {
    case .text(let refs):
      let ref = refs[0].kind == .null ? .null : refs[0].moved(from: bytes, type: type, to: &arena)
      return .text(Array(repeating: ref, count: count))
    case .integers(let values): return .integers(values.repeated(count))
    case .doubles(let values): return .doubles(values.repeated(count))
    case .booleans(let values): return .booleans(values.repeated(count))
    }
  }
}

extension ValueRef {
  fileprivate func moved(from bytes: [UInt8], type: ColumnType, to arena: inout StringArena) -> ValueRef {
    if isInArena { return self }
    let first = arena.bytes.count
    if hasEscapes {
      TextScan.appendUnescaped(bytes, in: start..<end, to: &arena.bytes)
    } else {
      arena.bytes.append(contentsOf: bytes[start..<end])
    }
    guard let made = arena.reference(from: first) else {
      preconditionFailure("a constant is short and the arena has room for it")
    }
    return made
  }
}

extension FixedValues {
  fileprivate func repeated(_ count: Int) -> FixedValues {
    FixedValues(
      values: Array(repeating: values[0], count: count),
      isNull: isNull.isEmpty || count == 0 ? [] : Array(repeating: true, count: count))
  }
}
