import Records

extension EnvelopeScanner {
  /// Skips the received part of a string or key.
  mutating func passText(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let stop = bytes.quoteOrBackslash(from: start)
    let isKey = state == .keyText(isEscaped: false)
    let isBackslash = stop < bytes.count && bytes[stop] == UInt8(ascii: "\\")
    if isKey { collectKey(bytes, from: start, to: isBackslash ? stop + 1 : stop) }
    guard stop < bytes.count else { return stop }
    if isBackslash {
      state = isKey ? .keyText(isEscaped: true) : .stringText(isEscaped: true)
    } else if isKey {
      state = .colon
    } else {
      endValue(bytes, at: stop + 1)
    }
    return stop + 1
  }

  mutating func collectKey(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
    guard let collected = keyText?.count else { return }
    guard collected + end - start <= EnvelopeScanner.longestKey else {
      keyText = nil
      return
    }
    for index in start..<end { keyText?.append(bytes[index]) }
  }

  /// Passes one byte of a number, or ends the number before it.
  mutating func passNumber(_ number: NumberState, _ bytes: Span<UInt8>, from position: Int) throws(ScanStop) -> Int {
    if let next = number.after(bytes[position]) {
      state = .number(next)
      return position + 1
    }
    guard number.isComplete, !NumberState.looksLikeNumber(bytes[position]) else {
      throw .error(.badNumber, at: position)
    }
    endValue(bytes, at: position)
    return position
  }

  /// Consumes a byte that is not whitespace between tokens; stops if it begins the records.
  mutating func passPunctuation(_ bytes: Span<UInt8>, at position: inout Int) throws(ScanStop) -> End? {
    let byte = bytes[position]
    switch state {
    case .document:
      if byte == UInt8(ascii: "<") { throw .error(.html, at: position) }
      return try beginValue(bytes, at: &position)
    case .value: return try beginValue(bytes, at: &position)
    case .firstElement:
      guard byte != UInt8(ascii: "]") else { break }
      if let array = levels.last?.node { arraysOnPaths.formUnion(paths.nodes[array].capturesBelowNames) }
      node = element()
      return try beginValue(bytes, at: &position)
    case .firstKey, .key:
      if byte == UInt8(ascii: "}"), state == .firstKey { break }
      guard byte == UInt8(ascii: "\"") else { throw .error(state == .firstKey ? .noKeyOrEnd : .noKey, at: position) }
      keyText = levels.last?.node.flatMap { paths.nodes[$0].children.isEmpty ? nil : [] }
      state = .keyText(isEscaped: false)
      position += 1
      return nil
    case .colon:
      guard byte == UInt8(ascii: ":") else { throw .error(.noColon, at: position) }
      node = child()
      state = .value
      position += 1
      return nil
    case .afterValue:
      let isObject = levels.last?.isObject == true
      if byte == UInt8(ascii: ",") {
        node = isObject ? nil : element()
        state = isObject ? .key : .value
        position += 1
        return nil
      }
      guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        throw .error(isObject ? .noCommaOrBrace : .noCommaOrBracket, at: position)
      }
    default: throw .error(.trailingText, at: position)
    }
    // A closing bracket.
    position += 1
    levels.removeLast()
    endValue(bytes, at: position)
    return nil
  }

  /// The node of the current key.
  private func child() -> Int? {
    guard let parent = levels.last?.node, let keyText else { return nil }
    let name = keyText.contains(UInt8(ascii: "\\")) ? JSONUnescaper.unescaped(keyText) : keyText
    return paths.nodes[parent].children[name]
  }

  /// The node of the element that comes next.
  private mutating func element() -> Int? {
    guard let array = levels.last?.node, paths.nodes[array].hasElements else { return nil }
    defer { levels[levels.count - 1].index += 1 }
    return paths.nodes[array].children[Array(String(levels[levels.count - 1].index).utf8)]
  }

  private mutating func beginValue(_ bytes: Span<UInt8>, at position: inout Int) throws(ScanStop) -> End? {
    let byte = bytes[position]
    guard let kind = JSONKind(firstByte: byte) else { throw .error(.noValue, at: position) }
    if let node {
      if !isReplay, paths.nodes[node].leadsToRecords, !metNodes.insert(node).inserted {
        throw .error(.secondRecords, at: position)
      }
      captures.forget(paths.nodes[node].capturesBelow)
      captures.begin(paths.nodes[node].captures, kind: kind.valueKind(byte), depth: levels.count, at: position)
      if !isReplay, node == paths.records {
        switch kind {
        case .null: break
        case .array, .object:
          captures.cut(bytes, at: position)
          state = .records
          return kind == .array ? .array(position + 1) : .object(position)
        default: throw .error(.noRecords(kind), at: position)
        }
      }
    }
    switch kind {
    case .object, .array:
      guard levels.count < depthLimit else { throw .error(.tooDeep, at: position) }
      levels.append(Level(isObject: kind == .object, node: node))
      state = kind == .object ? .firstKey : .firstElement
    case .string: state = .stringText(isEscaped: false)
    case .number: state = .number(NumberState(firstByte: byte))
    case .null: state = .literal(EnvelopeScanner.literals.null)
    case .boolean:
      state = .literal(byte == UInt8(ascii: "t") ? EnvelopeScanner.literals.true : EnvelopeScanner.literals.false)
    }
    position += 1
    return nil
  }

  mutating func endValue(_ bytes: Span<UInt8>, at end: Int) {
    captures.end(bytes, depth: levels.count, at: end)
    state = levels.isEmpty ? .done : .afterValue
  }

  /// The bytes after the first byte of a literal.
  private static let literals = (
    null: Array("ull".utf8)[...], true: Array("rue".utf8)[...], false: Array("alse".utf8)[...]
  )
}
