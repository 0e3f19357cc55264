import Records

/// Locates the wanted values of records, one after another, in a stretch of bytes.
struct RecordScanner: Sendable {
  let paths: RecordPaths
  let extrasPolicy: ExtrasPolicy
  let knownKeys: Set<[UInt8]>
  let limits: ReadingLimits
  /// Values a record.
  let width: Int
  /// Records located so far.
  private(set) var recordCount = 0
  private(set) var unknownFields = UnknownFields()
  /// Since the last `takeArraysOnPaths`, a path led by a name into an array.
  private var hasArraysOnPaths = false
  private(set) var unrecognized = UnrecognizedRecords()
  private var table: KeyCache
  private var extras = ExtraCollector()

  init(_ layout: ResponseLayout) {
    paths = RecordPaths(layout.wanted)
    extrasPolicy = layout.extras
    knownKeys = Set(layout.knownKeys.map { Array($0.utf8) })
    limits = layout.limits
    width = layout.wanted.count
    table = KeyCache(nodeCount: paths.nodes.count)
  }

  /// The position of a scan in an array of records.
  enum Position: Hashable, Sendable {
    /// After the opening bracket.
    case first
    /// After a comma.
    case next
    /// After a record.
    case between
  }

  /// The reason why a scan ended, and the offset at which the next one continues.
  enum End {
    /// The bytes end within the record that begins at the offset.
    case insideRecord(Int)
    /// The bytes end outside any record.
    case betweenRecords(Int)
    /// The page cannot store another record.
    case pageFull(Int)
    /// A record reached the offset at which a batch may end.
    case batchFull(Int)
    /// The array is closed before the offset.
    case closed(Int)
  }

  /// Locates records of an array from `start` on, until one ends at or after `batchEnd`.
  ///
  /// - Parameters:
  ///   - depth: the number of objects and arrays around a record.
  ///   - values: storage for the values of `capacity` records; an incomplete record leaves its values after those in
  /// `records`.
  ///   - records: receives the complete records.
  mutating func scanArray(
    _ bytes: Span<UInt8>, from start: Int, batchEnd: Int, depth: Int, place: inout Position, capacity: Int,
    values: inout [ValueRef], records: inout [ValueRef]
  ) throws(ScanStop) -> End {
    var values = values.mutableSpan
    var position = start
    while true {
      position = bytes.whitespaceEnd(from: position)
      guard position < bytes.count else { return .betweenRecords(position) }
      let first = bytes[position]
      if place == .between {
        if first == UInt8(ascii: "]") { return .closed(position + 1) }
        guard first == UInt8(ascii: ",") else { throw .error(.noCommaOrBracket, at: position) }
        place = .next
        position += 1
        continue
      }
      guard first == UInt8(ascii: "{") else {
        if first == UInt8(ascii: "]"), place == .first { return .closed(position + 1) }
        throw .error(JSONKind(firstByte: first).map { .noRecord($0) } ?? .noValue, at: position)
      }
      guard records.count < capacity else { return .pageFull(position) }
      guard let record = try locateRecord(in: bytes, at: position, depth: depth, row: records.count, values: &values)
      else { return .insideRecord(position) }
      records.append(record)
      position = record.end
      place = .between
      if position >= batchEnd { return .batchFull(position) }
    }
  }

  /// Locates the one object at `start` that replaces an array of records.
  mutating func scanObject(
    _ bytes: Span<UInt8>, at start: Int, depth: Int, values: inout [ValueRef], records: inout [ValueRef]
  ) throws(ScanStop) -> End {
    var values = values.mutableSpan
    guard let record = try locateRecord(in: bytes, at: start, depth: depth, row: 0, values: &values) else {
      return .insideRecord(start)
    }
    records.append(record)
    return .closed(record.end)
  }

  /// The extras of the records since the last call.
  mutating func takeExtras() -> [ExtraValue] { extras.take() }

  /// Returns true if a path led by a name into an array since the last call.
  mutating func takeArraysOnPaths() -> Bool {
    defer { hasArraysOnPaths = false }
    return hasArraysOnPaths
  }
  /// The rows without any known key since the last call.
  mutating func takeUnrecognized() -> [Int] { unrecognized.takeRows() }

  /// Nil if the bytes end within the record.
  @inline(__always)
  private mutating func locateRecord(
    in bytes: Span<UInt8>, at start: Int, depth: Int, row: Int, values: inout MutableSpan<ValueRef>
  ) throws(ScanStop) -> ValueRef? {
    guard depth < limits.depth else { throw .error(.tooDeep, at: start) }
    if table.isFull { table.removeAll() }
    if extrasPolicy == .values { extras.beginRecord(row) }
    let firstSlot = row &* width
    let end: Int
    let traits: TextTraits
    do {
      (end, traits) = try locateMembers(
        of: 0, in: bytes, from: start + 1, depth: depth + 1, firstSlot: firstSlot, values: &values)
    } catch {
      guard case .needsMore = error else { throw error }
      extras.abandonRecord()
      return nil
    }
    guard end - start <= limits.recordBytes else { throw .error(.recordTooLong, at: start) }
    for copy in paths.copies { values[firstSlot + copy.slot] = values[firstSlot + copy.original] }
    if extrasPolicy == .values { extras.endRecord(in: bytes) }
    recordCount += 1
    var slot = 0
    while slot < width, values[firstSlot &+ slot].kind == .missing { slot &+= 1 }
    if slot == width, width > 0, try !hasKnownKey(bytes, from: start + 1, depth: depth + 1) {
      unrecognized.note(row: row, bytes, from: start, to: end)
    }
    return ValueRef(.object, from: start, to: end, traits)
  }

  /// A complete record, whose members begin at `start`, has a key that is wanted or known: some reports leave out every
  /// key that a pipeline reads.
  private func hasKnownKey(_ bytes: Span<UInt8>, from start: Int, depth: Int) throws(ScanStop) -> Bool {
    var position = start
    while true {
      let key = try bytes.readKey(at: position, isFirst: position == start)
      if key.role == .end { return false }
      let nameStart = position + Int(key.keyStart)
      let raw = bytes.bytes(from: nameStart, to: nameStart + Int(key.keyLength))
      let name = key.keyTraits.contains(.hasEscapes) ? JSONUnescaper.unescaped(raw) : raw
      if knownKeys.contains(name) || paths.nodes[0].children[name] != nil { return true }
      position += Int(key.textLength)
      if try bytes.byte(at: position) == UInt8(ascii: "\"") {
        guard let end = bytes.stringEnd(from: position + 1) else { throw .needsMore }
        position += end.length + 2
      } else {
        position = try bytes.passedValue(at: position, depth: depth, limit: limits.depth).end
      }
    }
  }

  /// Locates the wanted values below `node` among the members of the object whose brace is before `start`.
  ///
  /// Returns the object's end and the traits of its complete text.
  private mutating func locateMembers(
    of node: Int, in bytes: Span<UInt8>, from start: Int, depth: Int, firstSlot: Int,
    values: inout MutableSpan<ValueRef>
  ) throws(ScanStop) -> (end: Int, traits: TextTraits) {
    var position = start
    var traits: TextTraits = []
    var previous = Int32(truncatingIfNeeded: node)
    while true {
      let index =
        if let guess = table.guess(after: previous, in: bytes, at: position) {
          guess
        } else {
          try lookUp(after: previous, node: node, in: bytes, at: position)
        }
      let key = table.keys[Int(index)]
      let stretch = position
      previous = index
      position += Int(key.textLength)
      traits.formUnion(key.keyTraits)
      if key.role == .end { return (position, traits) }

      let value: ValueRef
      var first = try bytes.byte(at: position)
      if first <= 0x20 {
        // The stretch was learned with less whitespace at its end.
        position = bytes.whitespaceEnd(from: position)
        first = try bytes.byte(at: position)
      }
      if first == UInt8(ascii: "\"") {
        guard let end = bytes.stringEnd(from: position + 1) else { throw .needsMore }
        value = ValueRef(.string, from: position + 1, to: position + 1 + end.length, end.traits)
        traits.formUnion(end.traits)
        position += end.length + 2
      } else if first == UInt8(ascii: "{"), key.role == .inner {
        guard depth < limits.depth else { throw .error(.tooDeep, at: position) }
        clear(below: Int(key.node), firstSlot: firstSlot, values: &values)
        let inner = try locateMembers(
          of: Int(key.node), in: bytes, from: position + 1, depth: depth + 1, firstSlot: firstSlot, values: &values)
        value = ValueRef(.object, from: position, to: inner.end, inner.traits)
        traits.formUnion(inner.traits)
        position = inner.end
        if key.slot >= 0 { values[firstSlot + Int(key.slot)] = value }
        continue
      } else {
        let passed = try bytes.passedValue(at: position, depth: depth, limit: limits.depth)
        value = ValueRef(passed.kind, from: position, to: passed.end, passed.traits)
        traits.formUnion(passed.traits)
        position = passed.end
      }
      switch key.role {
      case .wanted: values[firstSlot + Int(key.slot)] = value
      case .ignored, .end: break
      case .inner:
        // Not an object, so nothing is below; an earlier member with the same name may have had values.
        clear(below: Int(key.node), firstSlot: firstSlot, values: &values)
        if key.slot >= 0 { values[firstSlot + Int(key.slot)] = value }
        if value.kind == .array {
          try locateElements(
            of: Int(key.node), in: bytes, array: value, depth: depth + 1, firstSlot: firstSlot, values: &values)
        }
      case .unknown: note(key, stretch: stretch, value: value)
      }
    }
  }

  /// Locates what the paths below `node` lead to in an array that is known to be JSON.
  ///
  /// - Parameter depth: objects and arrays around an element.
  private mutating func locateElements(
    of node: Int, in bytes: Span<UInt8>, array: ValueRef, depth: Int, firstSlot: Int,
    values: inout MutableSpan<ValueRef>
  ) throws(ScanStop) {
    var position = bytes.whitespaceEnd(from: array.start + 1)
    // An empty array has nothing for any path: some servers write an empty object so.
    guard bytes[position] != UInt8(ascii: "]") else { return }
    for slot in paths.nodes[node].slotsBelowNames {
      values[firstSlot + slot] = .missing(in: array)
      hasArraysOnPaths = true
    }
    var wanted = paths.nodes[node].elements[...]
    var index = 0
    while let next = wanted.first {
      let end: Int
      if index == next.index {
        wanted.removeFirst()
        end = try locateElement(
          next.node, in: bytes, at: position, depth: depth, firstSlot: firstSlot, values: &values)
      } else {
        end = try value(in: bytes, at: position, depth: depth).outerEnd
      }
      position = bytes.whitespaceEnd(from: end)
      guard bytes[position] == UInt8(ascii: ",") else { return }
      position = bytes.whitespaceEnd(from: position + 1)
      index += 1
    }
  }

  /// Locates an element that a path names, and what other paths lead to in it; returns its end.
  private mutating func locateElement(
    _ node: Int, in bytes: Span<UInt8>, at position: Int, depth: Int, firstSlot: Int,
    values: inout MutableSpan<ValueRef>
  ) throws(ScanStop) -> Int {
    let value = try value(in: bytes, at: position, depth: depth)
    if paths.nodes[node].slot >= 0 { values[firstSlot + paths.nodes[node].slot] = value }
    guard !paths.nodes[node].slotsBelow.isEmpty else { return value.outerEnd }
    if value.kind == .object {
      _ = try locateMembers(
        of: node, in: bytes, from: position + 1, depth: depth + 1, firstSlot: firstSlot, values: &values)
    } else if value.kind == .array {
      try locateElements(
        of: node, in: bytes, array: value, depth: depth + 1, firstSlot: firstSlot, values: &values)
    }
    return value.outerEnd
  }

  private func value(in bytes: Span<UInt8>, at position: Int, depth: Int) throws(ScanStop) -> ValueRef {
    if bytes[position] == UInt8(ascii: "\"") {
      guard let end = bytes.stringEnd(from: position + 1) else { throw .needsMore }
      return ValueRef(.string, from: position + 1, to: position + 1 + end.length, end.traits)
    }
    let passed = try bytes.passedValue(at: position, depth: depth, limit: limits.depth)
    return ValueRef(passed.kind, from: position, to: passed.end, passed.traits)
  }

  private func clear(below node: Int, firstSlot: Int, values: inout MutableSpan<ValueRef>) {
    for slot in paths.nodes[node].slotsBelow { values[firstSlot + slot] = .missing }
  }

  private mutating func note(_ key: LearnedKey, stretch: Int, value: ValueRef) {
    unknownFields.count(key.unknown, inRecord: recordCount + 1)
    guard extrasPolicy == .values else { return }
    let keyStart = stretch + Int(key.keyStart)
    extras.append(
      key.unknown, key: ValueRef(.string, from: keyStart, to: keyStart + Int(key.keyLength), key.keyTraits),
      value: value)
  }

  /// Reads the stretch at `position` if no prediction matches it, and learns it.
  private mutating func lookUp(
    after previous: Int32, node: Int, in bytes: Span<UInt8>, at position: Int
  ) throws(ScanStop) -> Int32 {
    var key = try bytes.readKey(at: position, isFirst: table.isStart(previous))
    let isLearnable = key.textLength <= KeyCache.longestText
    let text = bytes.bytes(from: position, to: position + (isLearnable ? Int(key.textLength) : 0))
    if isLearnable, let index = table.index(of: text, node: node) {
      table.link(previous, to: index)
      return index
    }
    if key.role != .end { recognise(&key, node: node, in: bytes, at: position) }
    guard isLearnable, !table.isFull else { return table.hold(key) }
    let index = table.learn(key, text: text, node: node)
    table.link(previous, to: index)
    return index
  }

  /// Finds out what is wanted of a key's value.
  private mutating func recognise(_ key: inout LearnedKey, node: Int, in bytes: Span<UInt8>, at position: Int) {
    let start = position + Int(key.keyStart)
    let raw = bytes.bytes(from: start, to: start + Int(key.keyLength))
    let name = key.keyTraits.contains(.hasEscapes) ? JSONUnescaper.unescaped(raw) : raw
    if let child = paths.nodes[node].children[name] {
      key.slot = Int32(paths.nodes[child].slot)
      key.node = paths.nodes[child].slotsBelow.isEmpty ? -1 : Int32(child)
      key.role = key.node >= 0 ? .inner : .wanted
    } else if node == 0, extrasPolicy != .ignore, !knownKeys.contains(name) {
      key.unknown = unknownFields.id(of: name)
      key.role = .unknown
    } else {
      key.role = .ignored
    }
  }
}

extension ValueRef {
  /// Behind the value's text, a string's quote included.
  fileprivate var outerEnd: Int { kind == .string ? end + 1 : end }
}
